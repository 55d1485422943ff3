package dev.rollbackbot.alert;

/** What an alert says at one moment. */
public enum AlertStatus {
  FIRING,
  /** Its sender no longer says that it fires, which is no proof that all is well. */
  RESOLVED,
  /** It could not be measured: neither firing nor well. */
  NO_DATA
}
