package dev.rollbackbot.incident.request;

/** What a person is asked for. Stored: constants are never renamed. */
public enum RequestKind {
  APPROVAL,
  /** A checklist item. */
  ITEM,
  /** A step that a person carries out. */
  STEP,
  /** How it goes on: no plan, a pause, a step that did not work, a check that fails. */
  DECISION,
  /** A human check. */
  CHECK,
  /** What becomes of a probe that gives no usable answer. Asked for after a while only. */
  INCONCLUSIVE_PROBE,
  SIGNATURE,
  /** A step waits for the lock that another incident holds. */
  LOCK,
  /** What a step runs goes on only when a person acts at its provider. */
  PROVIDER_WAIT,
  /** What becomes of a rollback that the bot proposes. */
  PROPOSAL,
  /** Whether what changed after RESOLVED has it reopened. */
  RELAPSE,
  /** Whether a script may be carried out on a database. */
  CONSENT,
  /** What becomes of a post to stakeholders that Slack refused, by its channel. */
  DELIVERY
}
