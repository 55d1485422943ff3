package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.Optional;

/**
 * One leaf of the decision tree.
 *
 * @param affectingUsers whether it applies to incidents that affect users, or to the others
 * @param severity empty: any
 * @param reason one sentence
 * @param deadline from the declaration to the end of the rollback; empty: none
 */
public record DecisionRule(
    boolean affectingUsers,
    Optional<Severity> severity,
    Advice advice,
    String reason,
    Optional<Duration> deadline) {

  boolean covers(boolean affecting, Severity declaredSeverity) {
    return affectingUsers == affecting
        && (severity.isEmpty() || severity.get() == declaredSeverity);
  }
}
