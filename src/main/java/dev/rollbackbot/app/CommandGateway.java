package dev.rollbackbot.app;

import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;

/** The only door through which anything outside is changed. */
public interface CommandGateway {
  /**
   * Begins a job. A runner that answers at once gives {@link Finished}; one that takes its time
   * gives {@link StillRunning}.
   *
   * @param leaseCheck asked immediately before every request that changes something
   */
  Progress submit(Job job, LeaseCheck leaseCheck);

  /** Asks how a running job is. */
  Progress poll(Handle handle);

  /** What the job printed so far, redacted and bounded; empty when there is nothing. */
  String log(Handle handle);

  /** Asks the runner to stop; the outcome still comes from {@link #poll}. */
  void cancel(Handle handle);

  /**
   * Finds out what became of a job whose answer was lost, by asking the provider. Changes nothing.
   * Gives {@link Outcome.Unknown} when even the provider can't tell.
   */
  Outcome reconcile(Job job);

  /**
   * One durable invocation.
   *
   * @param id idempotency key
   */
  record Job(String id, Invocation invocation) {}

  /** What a runner knows a running job by. */
  record Handle(String job, String runId) {}

  /** How far a job is. */
  sealed interface Progress {}

  /** It goes on. */
  record StillRunning(Handle handle) implements Progress {}

  /**
   * It ended.
   *
   * @param artifact what the job captured, redacted; may be empty
   */
  record Finished(Outcome outcome, String artifact) implements Progress {}
}
