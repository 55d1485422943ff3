package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;

/** Receives the outcomes of work: deliveries, jobs, timers and probes. */
public interface OutcomeListener {
  /**
   * Hands an outcome to the incident. A second call with the same key changes nothing.
   *
   * @throws IncidentStore.StoreUnavailable when it can't be stored; call again later
   */
  void deliver(String key, IncidentId incident, Command command);

  /**
   * Takes the lock of the resource that a rollback's job changes. The incident that has it gets it
   * again. It is released with the event that records the job's known outcome.
   *
   * @param begun an attempt was started; then the incident is not told of a wait
   * @throws IncidentStore.StoreUnavailable when it can't be stored
   */
  LockResult takeLock(IncidentId incident, String job, boolean begun);

  enum LockResult {
    TAKEN,
    /** Another incident has it; try again later. */
    HELD,
    /** The incident does not expect this job any more. */
    NOT_EXPECTED
  }
}
