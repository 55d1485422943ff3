package dev.rollbackbot.incident;

/** How a person became involved in a rollback; who is involved neither approves nor verifies it. */
public enum Involvement {
  /** Declared the incident, or asked for its rollback, method or plan. */
  REQUESTED,
  /** Chose a target or a value of a plan, or left a service out. */
  CHANGED_PLAN,
  /** Corrected when the fault began: the targets of later plans follow from that. */
  CORRECTED_BEGIN,
  /** Started a rollback by break-glass. */
  BROKE_GLASS,
  /** Carried out a step, or confirmed it as done by hand. */
  DID_STEP,
  /** Asked for a database to be restored. */
  ASKED_FOR_RESTORE,
  /** Skipped a step. */
  SKIPPED_STEP,
  /** Had a step tried again. */
  RETRIED_STEP,
  /** Took the lock of a step over from another incident. */
  TOOK_LOCK,
  /** Had a step's job stopped. */
  STOPPED_JOB
}
