package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;

/** When the probes run before anything is changed, so that "it got better" is a comparison. */
public final class Baselines {
  private Baselines() {}

  /** Later results would show a service that may have been changed. */
  public static boolean wanted(Incident incident) {
    return incident.details().baseline().wanted()
        && (incident.state() instanceof State.Preparing
            || incident.state() instanceof State.AwaitingApproval);
  }

  /** A new survey asks for it again, unless a rollback of this incident has begun to change. */
  public static IncidentDetails surveyed(IncidentDetails details) {
    boolean changed =
        details.earlierRollbacks().stream()
            .flatMap(r -> r.steps().stream())
            .anyMatch(Baselines::mayHaveChanged);
    return changed ? details : details.with(details.baseline().wantedAgain());
  }

  /**
   * With a plan it is known when the deployment was, so that what is compared with the time before
   * it can be judged: it is measured once more.
   */
  public static IncidentDetails planned(IncidentDetails details) {
    return details.runbook().probes(details.environment()).stream()
            .anyMatch(probe -> waitsForPlan(details.baseline(), probe))
        ? surveyed(details)
        : details;
  }

  private static boolean waitsForPlan(Baseline baseline, Probe probe) {
    return probe.measurement() instanceof MetricQuery query
        && query.comparison() instanceof Comparison.ToEarlier earlier
        && earlier.moment() == Comparison.Moment.BEFORE_DEPLOYMENT
        && baseline
            .result(probe.id())
            .filter(r -> r.verdict() == ProbeResult.Verdict.INCONCLUSIVE)
            .filter(r -> r.reading().isPresent())
            .isPresent();
  }

  private static boolean mayHaveChanged(StepRun step) {
    return switch (step.status()) {
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.SkippedByPerson _,
          StepRun.LeftOut _ ->
          step.attempts() > 0 && !step.step().lockKeys().isEmpty();
      case StepRun.TargetLive live -> live.perhapsByIncident();
      case StepRun.Running _,
          StepRun.HandedOver _,
          StepRun.AttemptFailed _,
          StepRun.OutcomeUnknown _,
          StepRun.JobDone _,
          StepRun.DoneByHand _ ->
          true;
    };
  }
}
