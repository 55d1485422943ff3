package dev.rollbackbot.incident;

public enum CloseReason {
  FIXED_FORWARD,
  FALSE_ALARM,
  ROLLED_BACK
}
