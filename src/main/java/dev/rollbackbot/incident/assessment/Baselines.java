package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;

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

  private static boolean mayHaveChanged(StepRun step) {
    return switch (step.status()) {
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
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
