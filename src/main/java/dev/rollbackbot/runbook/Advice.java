package dev.rollbackbot.runbook;

/** What the decision tree advises. */
public enum Advice {
  ROLL_BACK_NOW,
  ROLL_BACK,
  FIX_FORWARD,
  MONITOR;

  /** Whether an incident with this advice begins with getting the rollback ready. */
  public boolean startsRollback() {
    return this == ROLL_BACK_NOW || this == ROLL_BACK;
  }
}
