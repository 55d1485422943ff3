package dev.rollbackbot.app;

import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Optional;

/** The only door through which anything outside is changed. */
public interface CommandGateway {
  /**
   * Starts a job: {@link Finished} if it has ended already, else {@link StillRunning}.
   *
   * @param leaseCheck called immediately before every request that changes something
   */
  Progress submit(Job job, LeaseCheck leaseCheck);

  /**
   * Surveys the services for somebody who only wants to look: the last calls that a provider allows
   * are left to incidents.
   */
  Outcome preview(List<ServiceRef> services);

  Progress poll(Handle handle);

  /** The job's output so far, redacted and bounded; may be empty. */
  String log(Handle handle);

  /** Asks the runner to stop; the outcome still comes from {@link #poll}. */
  StopAnswer cancel(Handle handle);

  /**
   * Asks the provider for the outcome of a job whose response was lost. Changes nothing. {@link
   * Outcome.Unknown} when the provider can't tell either.
   */
  Outcome reconcile(Job job);

  /**
   * Finds what a provider runs for a job again, whose start was not recorded. Changes nothing.
   * {@link Finished} with {@link Outcome.Unknown} when the provider can't tell.
   */
  Progress find(Job job);

  /** One durable invocation; the id is its idempotency key. */
  record Job(String id, Invocation invocation) {}

  /** Identifies a running job at its runner. */
  record Handle(Job job, String runId) {}

  sealed interface Progress {}

  /**
   * It was started, and no end of it is known.
   *
   * @param waits empty: nobody has to do anything
   * @param unreadable why its state can't be told now; empty: it runs, by the provider's own word
   */
  record StillRunning(Handle handle, Optional<WaitsForPerson> waits, Optional<String> unreadable)
      implements Progress {
    public StillRunning(Handle handle) {
      this(handle, Optional.empty(), Optional.empty());
    }

    public static StillRunning unreadable(Handle handle, String why) {
      return new StillRunning(handle, Optional.empty(), Optional.of(why));
    }
  }

  /**
   * It goes on only when a person acts at the provider.
   *
   * @param text for what it waits, in one or two sentences; the same as long as that is the same
   * @param link where the person acts
   */
  record WaitsForPerson(String text, Optional<String> link) {}

  /** What became of a request to stop. */
  sealed interface StopAnswer {}

  record StopAsked() implements StopAnswer {}

  /**
   * The runner was not asked, or it refused; what it runs goes on.
   *
   * @param text why, in one or two sentences
   * @param lasting false: it may work a moment later
   */
  record StopRefused(String text, boolean lasting) implements StopAnswer {}

  /** Ended; the artifact is what the job captured, redacted, and may be empty. */
  record Finished(Outcome outcome, String artifact) implements Progress {}
}
