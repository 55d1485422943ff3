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
   * @param waits told as long as the call lasts
   */
  Progress submit(Job job, LeaseCheck leaseCheck, WaitListener waits);

  /** With nobody who is told for whom it waits. */
  default Progress submit(Job job, LeaseCheck leaseCheck) {
    return submit(job, leaseCheck, WaitListener.NOBODY);
  }

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
   *
   * @param waits told as long as the call lasts
   */
  Outcome reconcile(Job job, WaitListener waits);

  /** With nobody who is told for whom it waits. */
  default Outcome reconcile(Job job) {
    return reconcile(job, WaitListener.NOBODY);
  }

  /**
   * Finds what a provider runs for a job again, whose start was not recorded. Changes nothing.
   * {@link Finished} with {@link Outcome.Unknown} when the provider can't tell.
   */
  Progress find(Job job);

  /** One durable invocation; the id is its idempotency key. */
  record Job(String id, Invocation invocation) {}

  /** Identifies a running job at its runner. */
  record Handle(Job job, String runId) {}

  /**
   * Is told for whom a change waits whose call has not ended yet. What is the same again is told
   * again.
   */
  interface WaitListener {
    WaitListener NOBODY = _ -> {};

    /** As the provider has just said; empty: it goes on by itself. Throws nothing. */
    void waits(Optional<WaitsForPerson> waits);
  }

  sealed interface Progress {}

  /**
   * It was started, and no end of it is known.
   *
   * @param waits empty: nobody has to do anything, or that can't be told now
   * @param unreadable why its state can't be told now; empty: it runs, by the provider's own word
   * @param waitsAsBefore whether it waits for a person can't be told now
   */
  record StillRunning(
      Handle handle,
      Optional<WaitsForPerson> waits,
      Optional<String> unreadable,
      boolean waitsAsBefore)
      implements Progress {
    public StillRunning(
        Handle handle, Optional<WaitsForPerson> waits, Optional<String> unreadable) {
      this(handle, waits, unreadable, unreadable.isPresent());
    }

    public StillRunning(Handle handle) {
      this(handle, Optional.empty(), Optional.empty());
    }

    public static StillRunning unreadable(Handle handle, String why) {
      return new StillRunning(handle, Optional.empty(), Optional.of(why));
    }

    /** It runs; for whom it waits is being found out. */
    public static StillRunning asBefore(Handle handle) {
      return new StillRunning(handle, Optional.empty(), Optional.empty(), true);
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
