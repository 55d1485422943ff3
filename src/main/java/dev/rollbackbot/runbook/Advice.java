package dev.rollbackbot.runbook;

/** The advice of a {@link DecisionRule}. */
public enum Advice {
  ROLL_BACK_NOW,
  ROLL_BACK,
  FIX_FORWARD,
  MONITOR;

  /** Whether an incident with this advice starts by preparing the rollback. */
  public boolean startsRollback() {
    return this == ROLL_BACK_NOW || this == ROLL_BACK;
  }
}
