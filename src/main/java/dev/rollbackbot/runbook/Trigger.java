package dev.rollbackbot.runbook;

/**
 * Something seen that calls for a rollback.
 *
 * @param id unique within the runbook
 * @param kind noticed by monitoring, or judged by a person
 * @param text as people say it
 */
public record Trigger(String id, TriggerKind kind, String text) {
  /** Who notices it. */
  public enum TriggerKind {
    AUTOMATIC,
    MANUAL
  }
}
