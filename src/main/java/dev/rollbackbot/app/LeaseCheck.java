package dev.rollbackbot.app;

/**
 * Keeps a process that was paused from doing work that another one has taken over meanwhile. Called
 * immediately before every external write.
 */
public interface LeaseCheck {
  /**
   * Whether this process still owns the work. The result is valid for a moment only: send at once.
   *
   * @throws IncidentStore.StoreUnavailable when it can't be read; then nothing may be sent
   */
  boolean isValid();
}
