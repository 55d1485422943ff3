package dev.rollbackbot.incident.rollback;

import java.time.Instant;

/** Who allowed a plan to be carried out. */
public sealed interface RollbackAuthorization {
  Instant at();

  String by();

  /** Another person approved the plan with that hash. */
  record Approval(Instant at, String by, String planHash) implements RollbackAuthorization {}

  /** Nobody approved it: a trigger that may roll back by itself fired. */
  record Automatic(Instant at, String by, String planHash) implements RollbackAuthorization {}

  /** A responder started the rollback without approval; the reason is posted. */
  record BreakGlassOverride(Instant at, String by, String planHash, String reason)
      implements RollbackAuthorization {}
}
