package dev.rollbackbot.gateway.http;

import dev.rollbackbot.app.Limits;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.gateway.HttpDoor;
import dev.rollbackbot.gateway.HttpDoor.Answer;
import dev.rollbackbot.gateway.HttpDoor.NoAnswer;
import dev.rollbackbot.incident.ProbeRound.Target;
import dev.rollbackbot.incident.Reading;
import dev.rollbackbot.incident.Reading.Verdict;
import dev.rollbackbot.runbook.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * Measures probes over HTTP: one GET each, all at the same time. No redirect is followed, because a
 * redirect is an answer of its own. Never throws for what the world answers.
 */
public final class HttpProbes implements Probes, AutoCloseable {
  /** Longer than any probe: what ends a probe is its own time. */
  private static final Duration CONNECT = Duration.ofMinutes(1);

  private static final int LONGEST_BODY = 256 * 1024;

  private final HttpDoor door = new HttpDoor(CONNECT);
  private final Limits limits;

  /**
   * Measures nothing yet.
   *
   * @param limits on what is taken of an answer
   */
  public HttpProbes(Limits limits) {
    this.limits = limits;
  }

  @Override
  public List<Reading> measure(List<Target> targets) {
    List<FutureTask<Reading>> tasks = new ArrayList<>();
    for (Target target : targets) {
      FutureTask<Reading> task = new FutureTask<>(() -> measure(target));
      tasks.add(task);
      Thread.ofVirtual().name("probe-" + target.probe().id()).start(task);
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      readings.add(await(targets.get(i).probe(), tasks.get(i)));
    }
    return List.copyOf(readings);
  }

  private static Reading await(Probe probe, FutureTask<Reading> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return inconclusive(probe, "the bot was stopped");
    } catch (ExecutionException e) {
      return inconclusive(probe, "it could not be measured");
    }
  }

  private Reading measure(Target target) {
    Probe probe = target.probe();
    Optional<URI> address = address(target);
    if (address.isEmpty()) {
      return inconclusive(probe, "the address is not one of http or https");
    }
    int bytes = probe.json().isEmpty() ? 0 : LONGEST_BODY;
    HttpGet get = new HttpGet(address.get());
    get.setHeader("Cache-Control", "no-cache");
    return switch (door.exchange(get, probe.within(), bytes)) {
      case NoAnswer none -> judge(probe, none);
      case Answer answer -> judge(probe, answer);
    };
  }

  private static Optional<URI> address(Target target) {
    try {
      URI uri = URI.create(target.address() + target.probe().path());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Reading judge(Probe probe, NoAnswer none) {
    return switch (none.trouble()) {
      // These say something of us or of the name service, not of the service.
      case NO_SUCH_HOST, NO_ROUTE, FORBIDDEN, INTERRUPTED -> inconclusive(probe, none.reason());
      case TIMEOUT -> failed(probe, "no answer within " + HttpDoor.say(probe.within()));
      case CONNECTION_REFUSED, TLS, CUT, GARBLED -> failed(probe, none.reason());
    };
  }

  private Reading judge(Probe probe, Answer answer) {
    Optional<String> complaint = Expectations.complaint(probe, answer, limits.jsonDepth());
    return complaint
        .map(text -> new Reading(probe.id(), Verdict.FAILED, text, answer.took()))
        .orElseGet(() ->
            new Reading(
                probe.id(),
                Verdict.PASSED,
                answer.status() + " in " + HttpDoor.say(answer.took()),
                answer.took()));
  }

  private static Reading failed(Probe probe, String detail) {
    return new Reading(probe.id(), Verdict.FAILED, detail, Duration.ZERO);
  }

  private static Reading inconclusive(Probe probe, String detail) {
    return new Reading(probe.id(), Verdict.INCONCLUSIVE, detail, Duration.ZERO);
  }

  @Override
  public void close() {
    door.close();
  }
}
