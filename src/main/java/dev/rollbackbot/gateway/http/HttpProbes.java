package dev.rollbackbot.gateway.http;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.text.HttpAddress;
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

  private final BoundedHttpClient client = new BoundedHttpClient(CONNECT);
  private final InboundLimits inboundLimits;

  /**
   * Measures nothing yet.
   *
   * @param inboundLimits on what is taken of an answer
   */
  public HttpProbes(InboundLimits inboundLimits) {
    this.inboundLimits = inboundLimits;
  }

  @Override
  public List<ProbeResult> measure(List<ProbeTarget> targets) {
    List<FutureTask<ProbeResult>> tasks = new ArrayList<>();
    for (ProbeTarget probeTarget : targets) {
      FutureTask<ProbeResult> task = new FutureTask<>(() -> measure(probeTarget));
      tasks.add(task);
      Thread.ofVirtual().name("probe-" + probeTarget.probe().id()).start(task);
    }
    List<ProbeResult> readings = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      readings.add(await(targets.get(i).probe(), tasks.get(i)));
    }
    return List.copyOf(readings);
  }

  private static ProbeResult await(Probe probe, FutureTask<ProbeResult> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return inconclusive(probe, "the bot was stopped");
    } catch (ExecutionException e) {
      return inconclusive(probe, "it could not be measured");
    }
  }

  private ProbeResult measure(ProbeTarget probeTarget) {
    Probe probe = probeTarget.probe();
    Optional<URI> address = HttpAddress.parse(probeTarget.address() + probe.path());
    if (address.isEmpty()) {
      return inconclusive(probe, "the address is not one of http or https");
    }
    int bytes = probe.json().isEmpty() ? 0 : LONGEST_BODY;
    HttpGet get = new HttpGet(address.get());
    get.setHeader("Cache-Control", "no-cache");
    return switch (client.exchange(get, probe.within(), bytes)) {
      case TransportFailure failure -> toResult(probe, failure);
      case ReceivedResponse response -> toResult(probe, response);
    };
  }

  private static ProbeResult toResult(Probe probe, TransportFailure failure) {
    return switch (failure.error()) {
      // These say something of us or of the name service, not of the service.
      case NO_SUCH_HOST, NO_ROUTE, FORBIDDEN, INTERRUPTED -> inconclusive(probe, failure.reason());
      case TIMEOUT ->
          failed(probe, "no answer within " + BoundedHttpClient.durationText(probe.within()));
      case CONNECTION_REFUSED, TLS, CUT, GARBLED -> failed(probe, failure.reason());
    };
  }

  private ProbeResult toResult(Probe probe, ReceivedResponse response) {
    Optional<String> complaint = Expectations.mismatch(probe, response, inboundLimits.jsonDepth());
    return complaint
        .map(text -> new ProbeResult(probe.id(), Verdict.FAILED, text, response.took()))
        .orElseGet(() ->
            new ProbeResult(
                probe.id(),
                Verdict.PASSED,
                response.status() + " in " + BoundedHttpClient.durationText(response.took()),
                response.took()));
  }

  private static ProbeResult failed(Probe probe, String detail) {
    return new ProbeResult(probe.id(), Verdict.FAILED, detail, Duration.ZERO);
  }

  private static ProbeResult inconclusive(Probe probe, String detail) {
    return new ProbeResult(probe.id(), Verdict.INCONCLUSIVE, detail, Duration.ZERO);
  }

  @Override
  public void close() {
    client.close();
  }
}
