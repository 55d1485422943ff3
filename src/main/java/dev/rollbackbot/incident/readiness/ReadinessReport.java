package dev.rollbackbot.incident.readiness;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a rollback of one runbook in one environment would have worked at a time.
 *
 * @param runbook its id
 * @param environment its id
 * @param facts everything that was looked at
 */
public record ReadinessReport(
    String runbook, String environment, Instant at, List<ReadinessFact> facts) {
  public ReadinessReport {
    facts = List.copyOf(facts);
  }

  /** The worst of all; without any, nothing is known, which is never ready. */
  public ReadinessLevel level() {
    return facts.stream()
        .map(ReadinessFact::level)
        .max(Comparator.naturalOrder())
        .orElse(ReadinessLevel.NOT_READY);
  }

  /** What people should know of what is met. */
  public List<String> notes() {
    return facts.stream()
        .filter(fact -> fact.answer() == ReadinessAnswer.MET && !fact.text().isEmpty())
        .map(ReadinessFact::text)
        .toList();
  }

  /** What keeps it from being ready, the worst first. */
  public List<ReadinessFact> problems() {
    return facts.stream()
        .filter(fact -> fact.level() != ReadinessLevel.READY)
        .sorted(Comparator.comparing(ReadinessFact::level).reversed())
        .toList();
  }

  /** Whether people who know that one learn nothing new, but for other words. */
  public boolean tellsTheSameAs(ReadinessReport earlier) {
    List<ReadinessFact> problems = problems();
    List<ReadinessFact> before = earlier.problems();
    return level() == earlier.level()
        && problems.size() == before.size()
        && problems.stream().allMatch(p -> before.stream().anyMatch(p::sameAs));
  }
}
