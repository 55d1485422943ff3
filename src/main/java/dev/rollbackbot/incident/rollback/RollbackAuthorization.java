package dev.rollbackbot.incident.rollback;

import java.time.Instant;
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
   * @param personDecided when a person last decided that it goes on; empty: nobody has, or it was
   *     stored before that was recorded
   */
  record Automatic(Instant at, String by, String planHash, Optional<Instant> personDecided)
      implements RollbackAuthorization {
    public Automatic(Instant at, String by, String planHash) {
      this(at, by, planHash, Optional.empty());
    }
  }

  /** A responder started the rollback without approval; the reason is posted. */
  record BreakGlassOverride(Instant at, String by, String planHash, String reason)
      implements RollbackAuthorization {}
}
