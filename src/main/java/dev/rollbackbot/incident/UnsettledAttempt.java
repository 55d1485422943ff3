package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An attempt of a step of which nobody could tell what became of it. It may still act, so the
 * incident holds its locks, whatever it does meanwhile, until that is known.
 *
 * @param step id of the step, which an earlier plan may have had
 * @param locks their keys
 * @param change that it asked for; empty: it was a job's
 */
public record UnsettledAttempt(
    String step, String title, Set<String> locks, Optional<PlannedStep.Change> change) {
  public UnsettledAttempt {
    locks = SortedCopy.of(locks);
  }

  public static UnsettledAttempt of(PlannedStep step) {
    return new UnsettledAttempt(step.id(), step.title(), step.lockKeys(), step.change());
  }

  public boolean needsAny(Collection<String> keys) {
    return !Collections.disjoint(locks, keys);
  }

  /**
   * Whether that reading tells that it is over: its target alone is live, or nothing is under way
   * at its service, which runs one version, or what it ran before. What a provider runs for it ends
   * unseen.
   */
  public boolean settledBy(LiveReading reading) {
    return change
        .filter(c -> !c.service().service().kind().startsRun())
        .filter(c -> c.service().id().equals(reading.service().id()))
        .filter(c -> reading.live().filter(live -> over(c, live, reading)).isPresent())
        .isPresent();
  }

  private static boolean over(PlannedStep.Change change, Deployment live, LiveReading reading) {
    boolean quiet = reading.running().filter(List::isEmpty).isPresent();
    return live.servesOnly(change.target())
        || (quiet && (live.onlyVersion().isPresent() || live.servesSameAs(change.live())));
  }
}
