package dev.rollbackbot.incident;

public enum CloseReason {
  FIXED_FORWARD,
  FALSE_ALARM,
  ROLLED_BACK,
  /** It was proposed, and a person said that it is no reason for this rollback. */
  NOT_THIS,
  /** It was proposed, and every trigger recovered. */
  RECOVERED
}
