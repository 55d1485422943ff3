package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.LogsCaptured;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Records the tails of several Workers while {@code pause} waits; deletes the tails afterwards. */
record LogCapture(
    CloudflareClient client,
    CloudflareOptions options,
    InstantSource clock,
    Predicate<Duration> pause) {
  private static final Duration MAX_LENGTH = Duration.ofMinutes(10);
  private static final int MAX_FILENAME = 80;

  Finished capture(CaptureLogs capture, LeaseCheck leaseCheck) {
    Instant start = clock.instant();
    TailLog log = new TailLog(options.limits().jsonDepth());
    Duration length = capture.length().compareTo(MAX_LENGTH) > 0 ? MAX_LENGTH : capture.length();
    if (length.compareTo(capture.length()) < 0) {
      log.note("captured for " + BoundedHttpClient.durationText(length) + ", the longest allowed");
    }
    List<ServiceRef> workers = new ArrayList<>();
    for (ServiceRef service : capture.services()) {
      if (service.service().kind() == Service.ServiceKind.WORKER) {
        workers.add(service);
      } else {
        log.note(service.id() + " is left out: only Workers have logs to listen to");
      }
    }
    Optional<Failed> failure = record(workers, length, log, leaseCheck);
    if (failure.isPresent()) {
      return new Finished(failure.get(), log.text());
    }
    LogsCaptured logsCaptured =
        new LogsCaptured(filename(workers.isEmpty() ? capture.services() : workers), log.lines());
    return new Finished(
        new Outcome.Succeeded(logsCaptured, Duration.between(start, clock.instant())), log.text());
  }

  private Optional<Failed> record(
      List<ServiceRef> workers, Duration length, TailLog log, LeaseCheck leaseCheck) {
    List<WorkerTail> tails = new ArrayList<>();
    try {
      for (ServiceRef worker : workers) {
        tails.add(
            WorkerTail.create(
                client,
                options,
                new WorkerTail.TailedWorker(worker.id(), worker.resource()),
                log::add,
                leaseCheck));
      }
      for (WorkerTail tail : tails) {
        tail.connect();
      }
      log.setRecording(true);
      boolean whole = tails.isEmpty() || pause.test(length);
      log.setRecording(false);
      return whole ? endedEarly(tails, log) : Optional.of(interrupted());
    } catch (ProviderReadException e) {
      return Optional.of(e.failed("The logs could not be captured. " + e.text()));
    } finally {
      closeAll(tails);
    }
  }

  /** A tail that ended early is noted; a failure if no line was captured. */
  private static Optional<Failed> endedEarly(List<WorkerTail> tails, TailLog log) {
    List<String> ended =
        tails.stream().filter(WorkerTail::hasEnded).map(WorkerTail::service).toList();
    ended.forEach(s -> log.note(s + ": the stream ended before the time was over"));
    return ended.isEmpty() || log.lines() > 0
        ? Optional.empty()
        : Optional.of(
            new Failed(
                FailureKind.UNREACHABLE,
                "stream-ended",
                "The stream of logs of %s ended early, and no line had come."
                    .formatted(String.join(", ", ended)),
                Optional.empty()));
  }

  private static Failed interrupted() {
    return new Failed(
        FailureKind.NOT_DONE,
        "interrupted",
        "The bot was stopped in the middle of the capture.",
        Optional.empty());
  }

  /** Clears the interrupt flag for the deletions, which an interrupted thread could not make. */
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
    return "logs-" + ids.substring(0, Math.min(ids.length(), MAX_FILENAME)) + ".ndjson";
  }
}
