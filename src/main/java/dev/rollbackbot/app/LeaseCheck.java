package dev.rollbackbot.app;

/**
 * Keeps a process that slept from doing what another one has taken over meanwhile. Asked
 * immediately before every request that changes something outside.
 */
public interface LeaseCheck {
  /**
   * Whether the work is still the asker's, as read just now. True is worth nothing a moment later:
   * send at once.
   *
   * @throws IncidentStore.StoreUnavailable when it can't be read; then nothing may be sent
   */
  boolean isValid();
}
