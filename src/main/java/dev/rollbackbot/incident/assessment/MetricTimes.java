package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a metric may be read, and when the value was that it is compared with. */
final class MetricTimes {
  private MetricTimes() {}

  /**
   * From when on the probe's values are about the system as it is after the rollback. A value looks
   * back over a window: as long as that reaches behind the last change it is about both versions.
   * Empty: from the beginning.
   */
  static Optional<Instant> measurableFrom(Incident incident, Probe probe) {
    Duration settled = probe.measurement().settled();
    return settled.isZero() ? Optional.empty() : lastChange(incident).map(at -> at.plus(settled));
  }

  /**
   * Of this rollback, of an earlier one of the incident, or of somebody else, as far as is read.
   */
  static Optional<Instant> lastChange(Incident incident) {
    if (incident.rollback().isEmpty()) {
      return Optional.empty();
    }
    Stream<Instant> steps =
        Stream.concat(incident.details().earlierRollbacks().stream(), incident.rollback().stream())
            .flatMap(rollback -> rollback.steps().stream())
            .flatMap(step -> changedAt(step).stream());
    LiveVersions live = incident.details().live();
    Stream<Instant> reported = live.known().values().stream().flatMap(d -> d.at().stream());
    // Where the provider tells no time, it may have been as late as that.
    Stream<Instant> read = Stream.concat(reported, live.seen().values().stream());
    return Stream.concat(steps, read).max(Comparator.naturalOrder());
  }

  private static Optional<Instant> changedAt(StepRun step) {
    return switch (step.status()) {
      case StepRun.TargetLive live -> live.changedAt();
      case StepRun.JobDone done -> step.doneByJob() ? Optional.of(done.at()) : Optional.empty();
      case StepRun.DoneByHand done -> Optional.of(done.at());
      case StepRun.AttemptFailed failed -> Optional.of(failed.at());
      case StepRun.OutcomeUnknown unknown -> Optional.of(unknown.at());
      case StepRun.SkippedByPerson skipped -> Optional.of(skipped.at());
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.Running _,
          StepRun.HandedOver _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.LeftOut _ ->
          Optional.empty();
    };
  }

  /** The time of the earlier value; empty: none is compared with, or the time is not known. */
  static Optional<Instant> earlier(Incident incident, Probe probe, Instant now) {
    if (!(probe.measurement() instanceof MetricQuery query)
        || !(query.comparison() instanceof Comparison.ToEarlier earlier)) {
      return Optional.empty();
    }
    return switch (earlier.moment()) {
      case BEFORE_DEPLOYMENT ->
          deployedAt(incident, probe.service()).map(at -> at.minus(query.delay()));
      // To the minute, so that rounds that follow each other ask for the same value.
      case DAY_BEFORE, WEEK_BEFORE ->
          Optional.of(now.minus(earlier.moment().earlier()).truncatedTo(ChronoUnit.MINUTES));
    };
  }

  /** When the version was deployed that is, or was, rolled back. */
  private static Optional<Instant> deployedAt(Incident incident, String service) {
    return plans(incident)
        .flatMap(plan -> plan.steps().stream())
        .flatMap(step -> live(step, service).stream())
        .findFirst()
        .flatMap(Deployment::deployedAt);
  }

  /** The first one was made of what was live at first. */
  private static Stream<Plan> plans(Incident incident) {
    Stream<Plan> earlier = incident.details().earlierRollbacks().stream().map(Rollback::plan);
    return Stream.concat(earlier, incident.plan().stream());
  }

  private static Optional<Deployment> live(PlannedStep step, String service) {
    Optional<Deployment> changed =
        step.selectable()
            .filter(c -> c.service().service().id().equals(service))
            .map(PlannedStep.Change::live);
    return changed.or(() ->
        step.job()
            .filter(j -> j.service().filter(s -> s.service().id().equals(service)).isPresent())
            .flatMap(PlannedJob::live));
  }
}
