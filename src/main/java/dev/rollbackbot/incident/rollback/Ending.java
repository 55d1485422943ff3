package dev.rollbackbot.incident.rollback;

/** How an incident with a rollback ended, computed from what was read. */
public enum Ending {
  /** Every step is done, and every planned service is live on its target. */
  ROLLED_BACK,
  /** A step was skipped or left out, or a planned service is not live as planned. */
  PARTLY_ROLLED_BACK,
  /** Nothing of the plan is live. */
  WITHOUT_ROLLBACK
}
