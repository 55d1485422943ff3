package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An attempt of a step of which nobody could tell whether it has ended. It may still act, so the
 * incident holds its locks, whatever it does meanwhile, until that is known.
 *
 * @param step id of the step, which an earlier plan may have had
 * @param locks keys of those that are held for it: what others have taken over is not among them
 * @param change that it asked for; empty: it was a job's
 * @param job that made it; empty: it was not recorded
 * @param rollbackStartedAt when the rollback began whose step it was
 */
public record UnsettledAttempt(
    String step,
    String title,
    Set<String> locks,
    Optional<PlannedStep.Change> change,
    Optional<String> job,
    Instant rollbackStartedAt) {
  public UnsettledAttempt {
    locks = SortedCopy.of(locks);
  }

  public static UnsettledAttempt of(Rollback rollback, StepRun run) {
    PlannedStep step = run.step();
    return new UnsettledAttempt(
        step.id(),
        step.title(),
        step.lockKeys(),
        step.change(),
        run.lastJob(),
        rollback.startedAt());
  }

  /** Whether it is one of that step of that rollback, and of no other plan's. */
  public boolean isOf(Rollback rollback, String id) {
    return step.equals(id) && rollbackStartedAt.equals(rollback.startedAt());
  }

  public boolean isMadeBy(Collection<String> jobs) {
    return job.filter(jobs::contains).isPresent();
  }

  /** What is left of it when others have taken over those locks; empty: it holds none any more. */
  public Optional<UnsettledAttempt> without(Collection<String> taken) {
    Set<String> left = new TreeSet<>(locks);
    left.removeAll(taken);
    return Optional.of(new UnsettledAttempt(step, title, left, change, job, rollbackStartedAt))
        .filter(attempt -> !attempt.locks().isEmpty());
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
