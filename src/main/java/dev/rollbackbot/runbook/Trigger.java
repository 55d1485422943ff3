package dev.rollbackbot.runbook;

/**
 * An observation that is a reason for a rollback.
 *
 * @param id unique within the runbook
 * @param kind noticed by monitoring, or judged by a person
 */
public record Trigger(String id, TriggerKind kind, String text) {
  public enum TriggerKind {
    AUTOMATIC,
    MANUAL
  }
}
