package dev.rollbackbot.runbook.drill;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rollback is rehearsed.
 *
 * @param cadence how often, in words
 * @param environment id of the one where people rehearse
 * @param environments ids of those in which the bot opens drills; none of them is a production;
 *     empty: it opens none
 * @param every the longest time from one drill in such an environment to the next
 * @param goals how long each part of a drill may take
 * @param checklist what the team must be able to do
 */
public record Drill(
    String cadence,
    String environment,
    Set<String> environments,
    Duration every,
    Map<DrillPart, Duration> goals,
    List<String> steps,
    List<DrillItem> checklist) {
  /** A quarter has 92 days at the most. */
  public static final Duration QUARTER = Duration.ofDays(92);

  public Drill {
    environments = SortedCopy.of(environments);
    goals = SortedCopy.of(goals);
    steps = List.copyOf(steps);
    checklist = List.copyOf(checklist);
  }

  /** Whether the bot may open a drill there. */
  public boolean allows(String environmentId) {
    return environments.contains(environmentId);
  }
}
