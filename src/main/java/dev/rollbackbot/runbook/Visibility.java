package dev.rollbackbot.runbook;

/** Who may see an incident. */
public enum Visibility {
  PUBLIC,
  /** Only who is in its private channel: for security incidents. */
  PRIVATE
}
