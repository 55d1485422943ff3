package dev.rollbackbot.incident.drill;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measured times of a drill.
 *
 * @param label of the drill, with its mark
 * @param took the parts that were over, and how long each took
 * @param goals how long each might have taken; a part without a goal has none
 * @param items how many items the drill's checklist has
 * @param done how many of them the bot saw or a person ticked
 * @param signedAt when it was signed; empty: it was not brought to its end
 */
public record DrillScore(
    String label,
    String environment,
    Instant declaredAt,
    Map<DrillPart, Duration> took,
    Map<DrillPart, Duration> goals,
    int items,
    int done,
    Optional<Instant> signedAt) {
  public DrillScore {
    took = SortedCopy.of(took);
    goals = SortedCopy.of(goals);
  }

  /** How long that part took; empty: it was not over, or its begin was not seen. */
  public Optional<Duration> time(DrillPart part) {
    return Optional.ofNullable(took.get(part));
  }

  public Optional<Duration> goal(DrillPart part) {
    return Optional.ofNullable(goals.get(part));
  }

  /** By how much a part took longer than its goal; empty: it did not, or has none. */
  public Optional<Duration> over(DrillPart part) {
    return time(part).flatMap(time -> goal(part).map(time::minus)).filter(Duration::isPositive);
  }

  /** The middle one of what that part took in these drills; empty: in none was it over. */
  public static Optional<Duration> median(List<DrillScore> drills, DrillPart part) {
    List<Duration> times = drills.stream().flatMap(d -> d.time(part).stream()).sorted().toList();
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get((times.size() - 1) / 2));
  }
}
