package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import dev.rollbackbot.incident.rollback.Outcome;
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

  private final CloudflareClient cloudflareClient;
  private final CloudflareOptions options;
  private final InstantSource clock;

  LogCapture(CloudflareClient cloudflareClient, CloudflareOptions options, InstantSource clock) {
    this.cloudflareClient = cloudflareClient;
    this.options = options;
    this.clock = clock;
  }

  Finished capture(CaptureLogs capture, LeaseCheck leaseCheck) {
    Instant start = clock.instant();
    CapturedLog capturedLog = new CapturedLog(options.token(), options.inboundLimits().jsonDepth());
    Duration length = capture.length().compareTo(LONGEST) > 0 ? LONGEST : capture.length();
    if (length.compareTo(capture.length()) < 0) {
      capturedLog.note(
          "captured for " + BoundedHttpClient.durationText(length) + ", the longest allowed");
    }
    List<ServiceRef> workers = new ArrayList<>();
    for (ServiceRef service : capture.services()) {
      switch (service.service().kind()) {
        case WORKER -> workers.add(service);
        case PAGES ->
            capturedLog.note(service.id() + " is left out: Pages has no logs to listen to");
      }
    }
    Optional<Outcome.Failed> failure = record(workers, length, capturedLog, leaseCheck);
    if (failure.isPresent()) {
      return new Finished(failure.get(), capturedLog.text());
    }
    Outcome.LogsCaptured logsCaptured =
        new Outcome.LogsCaptured(
            filename(workers.isEmpty() ? capture.services() : workers), capturedLog.lines());
    return new Finished(
        new Outcome.Succeeded(logsCaptured, Duration.between(start, clock.instant())),
        capturedLog.text());
  }

  private Optional<Outcome.Failed> record(
      List<ServiceRef> workers, Duration length, CapturedLog capturedLog, LeaseCheck leaseCheck) {
    List<WorkerTail> tails = new ArrayList<>();
    try {
      for (ServiceRef worker : workers) {
        tails.add(WorkerTail.create(cloudflareClient, options, worker, capturedLog, leaseCheck));
      }
      for (WorkerTail workerTail : tails) {
        workerTail.connect();
      }
      capturedLog.startRecording();
      boolean whole = tails.isEmpty() || RateLimitBudget.pause(length);
      capturedLog.stopRecording();
      return whole ? endedEarly(tails, capturedLog) : Optional.of(interrupted());
    } catch (CloudflareReadException e) {
      return Optional.of(e.failed("The logs could not be captured. " + e.text()));
    } finally {
      closeAll(tails);
    }
  }

  /**
   * A tail that ended before its time makes the capture incomplete; without any line, a failure.
   */
  private static Optional<Outcome.Failed> endedEarly(
      List<WorkerTail> tails, CapturedLog capturedLog) {
    List<String> ended =
        tails.stream().filter(WorkerTail::hasEnded).map(WorkerTail::service).toList();
    ended.forEach(
        s -> capturedLog.note(s + ": Cloudflare ended the stream before the time was over"));
    return ended.isEmpty() || capturedLog.lines() > 0
        ? Optional.empty()
        : Optional.of(
            new Outcome.Failed(
                Outcome.FailureKind.UNREACHABLE,
                "stream-ended",
                "Cloudflare ended the stream of logs of %s early, and no line had come."
                    .formatted(String.join(", ", ended)),
                Optional.empty()));
  }

  private static Outcome.Failed interrupted() {
    return new Outcome.Failed(
        Outcome.FailureKind.NOT_DONE,
        "interrupted",
        "The bot was stopped in the middle of the capture.",
        Optional.empty());
  }

  /** Also when we are told to stop: an interrupted thread could not delete anything. */
  private static void closeAll(List<WorkerTail> tails) {
    boolean interrupted = Thread.interrupted();
    tails.forEach(WorkerTail::close);
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
