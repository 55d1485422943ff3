package dev.rollbackbot.incident;

/** What a person may do in an incident. */
public enum Role {
  /** Declares, confirms, pauses, signs. */
  RESPONDER,
  /** Approves plans. */
  APPROVER
}
