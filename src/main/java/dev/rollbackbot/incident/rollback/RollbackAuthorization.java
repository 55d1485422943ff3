package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who allowed a plan to be carried out. */
public sealed interface RollbackAuthorization {
  Instant at();

  String by();

  /** Another person approved the plan with that hash. */
  record Approval(Instant at, String by, String planHash) implements RollbackAuthorization {}

  /**
   * Nobody approved it: a trigger that may roll back by itself fired.
   *
   * @param at when what it began on was read
   * @param warnings those of the plan, for whoever has to approve it after all; empty: it was
   *     stored before they were kept
   */
  record Automatic(Instant at, String by, String planHash, Optional<List<String>> warnings)
      implements RollbackAuthorization {
    public Automatic {
      warnings = warnings.map(List::copyOf);
    }
  }

  /** A responder started the rollback without approval; the reason is posted. */
  record BreakGlassOverride(Instant at, String by, String planHash, String reason)
      implements RollbackAuthorization {}
}
