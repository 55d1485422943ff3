package dev.rollbackbot.runbook;

/** As in the procedures, the worst first. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM
}
