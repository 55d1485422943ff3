package dev.rollbackbot.runbook;

/** Whether a confirmation has a link or a note. */
public enum Evidence {
  NONE,
  OPTIONAL,
  REQUIRED
}
