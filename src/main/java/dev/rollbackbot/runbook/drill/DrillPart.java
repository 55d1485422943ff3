package dev.rollbackbot.runbook.drill;

import java.util.Locale;

/** A part of a drill whose time is measured, in the order in which they end. */
public enum DrillPart {
  /** From the declaration until the plan waits for approval. */
  READY,
  /** From then until somebody has approved it. */
  APPROVED,
  /** From then until the last step is over. */
  ROLLED_BACK,
  /** From then until every check has passed. */
  VERIFIED,
  /** From then until the second signature counts. */
  SIGNED,
  /** From the declaration until every check has passed. */
  IN_ALL;

  /** As runbooks name it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String words() {
    return switch (this) {
      case READY -> "ready";
      case APPROVED -> "approved";
      case ROLLED_BACK -> "rolled back";
      case VERIFIED -> "verified";
      case SIGNED -> "signed";
      case IN_ALL -> "in all";
    };
  }
}
