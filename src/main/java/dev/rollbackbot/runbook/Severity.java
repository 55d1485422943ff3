package dev.rollbackbot.runbook;

/** How bad it is, as the procedures name it; from worst to mildest. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM
}
