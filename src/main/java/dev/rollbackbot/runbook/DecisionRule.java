package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.Optional;

/**
 * One leaf of the decision tree.
 *
 * @param affectingUsers the branch: is it affecting users
 * @param severity the severity it speaks of; empty: any
 * @param advice what to do
 * @param reason why, as one plain sentence
 * @param deadline how long a rollback may take from its declaration; empty: no clock runs
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
