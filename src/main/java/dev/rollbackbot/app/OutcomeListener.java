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
}
