package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;

/** Where the world's answers go. */
public interface OutcomeListener {
  /**
   * Tells the incident what the world answered. A second telling with the same key changes nothing.
   *
   * @throws IncidentStore.StoreUnavailable when it can't be stored; tell it again later
   */
  void deliver(String key, IncidentId incident, Command command);
}
