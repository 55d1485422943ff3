package dev.rollbackbot.incident;

/** What a person may do in an incident. */
public enum Role {
  /** May act: declare, confirm, pause, sign. */
  RESPONDER,
  /** May also consent to a plan. */
  APPROVER
}
