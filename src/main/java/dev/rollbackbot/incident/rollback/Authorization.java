package dev.rollbackbot.incident.rollback;

import java.time.Instant;

/** By whose word a plan is carried out. */
public sealed interface Authorization {
  /** When. */
  Instant at();

  /** Who. */
  String by();

  /** Another person consented to the plan of that hash. */
  record Approval(Instant at, String by, String planHash) implements Authorization {}

  /** Somebody went on alone, with a reason that everybody reads. */
  record BreakGlassOverride(Instant at, String by, String planHash, String reason)
      implements Authorization {}
}
