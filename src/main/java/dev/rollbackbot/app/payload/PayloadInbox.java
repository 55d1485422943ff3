package dev.rollbackbot.app.payload;

/** Takes payloads that can't be decided now. */
public interface PayloadInbox {
  /** Whether something of that person waits: what comes after it must wait too. */
  boolean hasWaiting(String person);

  /**
   * Stores the payload durably and has it decided later; a second delivery changes nothing.
   *
   * @throws dev.rollbackbot.app.IncidentStore.StoreUnavailable when it can't be stored
   */
  void store(WaitingPayload payload);
}
