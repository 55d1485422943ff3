package dev.rollbackbot.incident;

/** How a closed incident ended. */
public enum CloseReason {
  FIXED_FORWARD,
  FALSE_ALARM,
  ROLLED_BACK
}
