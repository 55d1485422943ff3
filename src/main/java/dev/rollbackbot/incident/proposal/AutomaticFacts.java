package dev.rollbackbot.incident.proposal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found that bears on carrying a plan out without an approval: when it was made, and again
 * when it would begin.
 *
 * @param doubts those of the plan's warnings that are reasons to ask people, one sentence each
 * @param held the names of the plan's services that another incident holds
 * @param before when the last rollback began without an approval for the same runbook and
 *     environment; empty: there was none
 * @param recorded found when it would begin; empty: the delay is not over
 */
public record AutomaticFacts(
    List<String> doubts,
    List<String> held,
    Optional<Instant> before,
    Optional<RecordedFacts> recorded) {
  public AutomaticFacts {
    doubts = List.copyOf(doubts);
    held = List.copyOf(held);
  }
}
