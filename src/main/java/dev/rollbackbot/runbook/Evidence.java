package dev.rollbackbot.runbook;

/** Whether a confirmation carries a link or a note. */
public enum Evidence {
  NONE,
  OPTIONAL,
  REQUIRED
}
