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
   * Begins the next attempt at a job that changes a resource: takes the resource's locks, and
   * records that the attempt begins, both in one transaction. The incident that has the locks gets
   * them again. They are released with the event that records the job's known outcome. Where an
   * attempt has begun before, the incident is not told of a wait.
   *
   * @param job as it was read before
   * @throws IncidentStore.StoreUnavailable when it can't be stored
   */
  BeginResult beginChange(Jobs.StoredJob job);

  /** What came of the wish to begin an attempt. */
  enum BeginResult {
    BEGUN,
    /** Another incident has the lock; try again later. */
    HELD,
    /** The incident does not expect this job any more. */
    NOT_EXPECTED,
    /** Another instance has begun an attempt, or the job is finished. */
    CLAIMED
  }
}
