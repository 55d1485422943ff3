package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.HttpDoor;
import dev.rollbackbot.incident.Invocation.CaptureLogs;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Listens to the tails of several Workers at once, for a given time. Leaves no tail behind. */
final class LogCapture {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int LONGEST_FILENAME = 80;

  private final Api api;
  private final CloudflareOptions options;
  private final InstantSource clock;

  LogCapture(Api api, CloudflareOptions options, InstantSource clock) {
    this.api = api;
    this.options = options;
    this.clock = clock;
  }

  Finished capture(CaptureLogs wish, Fence fence) {
    Instant start = clock.instant();
    Journal journal = new Journal(options.token(), options.limits().jsonDepth());
    Duration length = wish.length().compareTo(LONGEST) > 0 ? LONGEST : wish.length();
    if (length.compareTo(wish.length()) < 0) {
      journal.note("captured for " + HttpDoor.say(length) + ", the longest allowed");
    }
    List<ServiceRef> workers = new ArrayList<>();
    for (ServiceRef service : wish.services()) {
      switch (service.service().kind()) {
        case WORKER -> workers.add(service);
        case PAGES -> journal.note(service.id() + " is left out: Pages has no logs to listen to");
      }
    }
    Optional<Outcome.Failed> failure = listen(workers, length, journal, fence);
    if (failure.isPresent()) {
      return new Finished(failure.get(), journal.text());
    }
    Outcome.Captured captured =
        new Outcome.Captured(
            filename(workers.isEmpty() ? wish.services() : workers), journal.lines());
    return new Finished(
        new Outcome.Succeeded(captured, Duration.between(start, clock.instant())), journal.text());
  }

  private Optional<Outcome.Failed> listen(
      List<ServiceRef> workers, Duration length, Journal journal, Fence fence) {
    List<Tail> tails = new ArrayList<>();
    try {
      for (ServiceRef worker : workers) {
        tails.add(Tail.create(api, options, worker, journal, fence));
      }
      for (Tail tail : tails) {
        tail.connect();
      }
      journal.open();
      boolean whole = tails.isEmpty() || Patience.pause(length);
      journal.close();
      return whole ? deaf(tails, journal) : Optional.of(stopped());
    } catch (Unread e) {
      return Optional.of(e.failed("The logs could not be captured. " + e.sentence()));
    } finally {
      closeAll(tails);
    }
  }

  /**
   * A tail that ended before its time makes the capture incomplete; without any line, a failure.
   */
  private static Optional<Outcome.Failed> deaf(List<Tail> tails, Journal journal) {
    List<String> ended = tails.stream().filter(Tail::ended).map(Tail::service).toList();
    ended.forEach(s -> journal.note(s + ": Cloudflare ended the stream before the time was over"));
    return ended.isEmpty() || journal.lines() > 0
        ? Optional.empty()
        : Optional.of(
            new Outcome.Failed(
                Outcome.Kind.UNREACHABLE,
                "stream-ended",
                "Cloudflare ended the stream of logs of %s early, and no line had come."
                    .formatted(String.join(", ", ended)),
                Optional.empty()));
  }

  private static Outcome.Failed stopped() {
    return new Outcome.Failed(
        Outcome.Kind.NOT_DONE,
        "interrupted",
        "The bot was stopped in the middle of the capture.",
        Optional.empty());
  }

  /** Also when we are told to stop: an interrupted thread could not delete anything. */
  private static void closeAll(List<Tail> tails) {
    boolean interrupted = Thread.interrupted();
    tails.forEach(Tail::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String filename(List<ServiceRef> services) {
    String ids =
        services.stream()
            .map(ServiceRef::service)
            .map(Service::id)
            .map(id -> id.replaceAll("[^A-Za-z0-9_-]", "_"))
            .collect(Collectors.joining("-"));
    return "logs-" + ids.substring(0, Math.min(ids.length(), LONGEST_FILENAME)) + ".ndjson";
  }
}
