package dev.rollbackbot.runbook.drill;

/** What the bot sees of a drill, by which it ticks an item of the drill's checklist. */
public enum DrillFact {
  /** The provider said what is live of every service. */
  PROVIDER_ANSWERED,
  /** A plan named the deployments that it returns to. */
  DEPLOYMENTS_LISTED,
  /** Every step was done, and at least one of them changed something. */
  ROLLED_BACK,
  /** Every check passed, and none was waived. */
  VERIFIED,
  /** Two people signed. */
  SIGNED,
  /** Every check had passed within the goal for all of it. */
  WITHIN_GOAL
}
