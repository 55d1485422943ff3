package dev.rollbackbot.incident.proposal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
   * @param lastReading the job that reads the provider once more, begun after the delay; empty: the
   *     delay is not over
   */
  record Announced(Instant at, String planHash, Instant begins, Optional<String> lastReading)
      implements AutomaticRollback {
    /** That job reads the provider, begun then. */
    public Announced readBy(String job, Instant begun) {
      return begun.isBefore(begins) ? this : new Announced(at, planHash, begins, Optional.of(job));
    }
  }

  /** Not every condition holds: people decide. */
  record HeldBack(Instant at, List<String> reasons) implements AutomaticRollback {
    public HeldBack {
      reasons = List.copyOf(reasons);
    }
  }

  /** A person stopped it before it began: people decide. */
  record Stopped(Instant at, String by) implements AutomaticRollback {}

  /** It had begun, and stopped before its first change: people decide, and nothing else does. */
  record Halted(Instant at, String reason) implements AutomaticRollback {}
}
