package dev.rollbackbot.incident;

/** Why a command is refused. */
public enum RejectionCode {
  /** The conversation has moved on; it means nothing in this state. */
  NOT_NOW,
  /** It is about a step, a plan or an item as it was before. */
  STALE,
  /** Only responders may. */
  NOT_A_RESPONDER,
  /** Only the approver group may. */
  NOT_AN_APPROVER,
  /** Whoever asked doesn't approve; whoever rolled back doesn't verify. */
  SAME_PERSON,
  /** Only for CRITICAL. */
  NOT_CRITICAL,
  /** A reason, a link or a note is missing or too long. */
  INCOMPLETE,
  /** There is no such item, step, check, method or target. */
  UNKNOWN_THING,
  /** It has been done already. */
  ALREADY_DONE
}
