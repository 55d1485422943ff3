package dev.rollbackbot.incident;

/** Why a command is refused. */
public enum RejectionCode {
  /** Not possible in this state. */
  NOT_NOW,
  /** The step, plan or item has changed since the person saw it. */
  STALE,
  NOT_A_RESPONDER,
  NOT_AN_APPROVER,
  /** The requester can't approve; a person who rolled back can't verify. */
  SAME_PERSON,
  NOT_CRITICAL,
  /** The runbook allows no rollback without an approval. */
  NEEDS_APPROVAL,
  /** A reason, a link or a note is missing or too long. */
  INCOMPLETE,
  /** No such item, step, check, method or target. */
  UNKNOWN_THING,
  ALREADY_DONE
}
