package dev.rollbackbot.alert;

/** What a delivered alert changed. */
public enum AlertChange {
  /** It did not fire before, or not any more. */
  FIRED,
  /** A repetition: only when it was seen last has changed. */
  STILL_FIRING,
  RESOLVED,
  NO_DATA,
  /** It is about an earlier time than what is known. */
  OUTDATED,
  /** It ended without having fired, as far as is known, or had ended before. */
  NOTHING
}
