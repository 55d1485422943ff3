package dev.rollbackbot.incident.proposal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What becomes of a rollback that may begin without anybody's approval. */
public sealed interface AutomaticRollback {
  /** Within that time there is at most one for a runbook and environment. */
  Duration AT_MOST_ONE_IN = Duration.ofHours(24);

  /** It has not been decided. */
  record Undecided() implements AutomaticRollback {}

  /**
   * It begins then, unless somebody stops it or a condition no longer holds.
   *
   * @param at when it was announced
   */
  record Announced(Instant at, String planHash, Instant begins) implements AutomaticRollback {}

  /** Not every condition holds: people decide. */
  record HeldBack(Instant at, List<String> reasons) implements AutomaticRollback {
    public HeldBack {
      reasons = List.copyOf(reasons);
    }
  }

  /** A person stopped it before it began: people decide. */
  record Stopped(Instant at, String by) implements AutomaticRollback {}
}
