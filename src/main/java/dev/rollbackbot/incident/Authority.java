package dev.rollbackbot.incident;

import java.time.Instant;

/** By whose word a plan is carried out. */
public sealed interface Authority {
  /** When. */
  Instant at();

  /** Who. */
  String by();

  /** Another person consented to the plan of that hash. */
  record Approval(Instant at, String by, String planHash) implements Authority {}

  /** Somebody went on alone, with a reason that everybody reads. */
  record BrokenGlass(Instant at, String by, String planHash, String reason) implements Authority {}
}
