package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.StepRun.MadeLive;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What an incident's rollbacks have changed so far, or may have changed. */
public final class ChangesMade {
  private ChangesMade() {}

  /**
   * Who made a step's target live. A request whose outcome was unknown can take effect long after
   * that, also when it was found not to be in effect.
   *
   * @param already whether the last attempt found it live
   */
  public static MadeLive madeLive(IncidentDetails details, StepRun step, boolean already) {
    if (!already) {
      return MadeLive.BY_THIS_ATTEMPT;
    }
    boolean attempted =
        step.attempts() > 1
            || details.earlierRollbacks().stream()
                .flatMap(rollback -> rollback.steps().stream())
                .anyMatch(earlier -> mayHaveMade(earlier, step.step()));
    return attempted ? MadeLive.PERHAPS_BY_EARLIER : MadeLive.BY_OTHERS;
  }

  private static boolean mayHaveMade(StepRun earlier, PlannedStep step) {
    boolean same =
        earlier
            .step()
            .change()
            .filter(was -> step.change().filter(now -> sameTarget(was, now)).isPresent())
            .isPresent();
    boolean asked =
        earlier.wasUnknown()
            || earlier.attempts() > 1
            || (earlier.status() instanceof StepRun.TargetLive live && live.perhapsByIncident())
            || (earlier.status() instanceof StepRun.AttemptFailed failed
                && (failed.kind() == FailureKind.CHANGED
                    || failed.kind() == FailureKind.PARTLY_DONE));
    return same && asked;
  }

  private static boolean sameTarget(PlannedStep.Change was, PlannedStep.Change now) {
    return was.service().equals(now.service()) && was.target().id().equals(now.target().id());
  }

  /** When what was changed has spread; the given time if nothing has to be waited for. */
  public static Instant spread(IncidentDetails details, Rollback rollback, Instant now) {
    Duration propagation = details.runbook().propagation(details.environment());
    boolean changed =
        rollback.steps().stream()
            .anyMatch(step ->
                step.status() instanceof StepRun.DoneByHand
                    || step.mayHaveRun()
                    || (step.status() instanceof StepRun.TargetLive live && !live.alreadyLive()));
    Optional<Instant> last =
        changed
            ? Optional.of(now)
            : Stream.concat(details.earlierRollbacks().stream(), Stream.of(rollback))
                .flatMap(each -> each.steps().stream())
                .flatMap(step -> changedAt(step).stream())
                .max(Comparator.naturalOrder());
    return last.map(at -> at.plus(propagation)).filter(now::isBefore).orElse(now);
  }

  private static Optional<Instant> changedAt(StepRun step) {
    return switch (step.status()) {
      case StepRun.TargetLive live -> live.changedAt();
      case StepRun.JobDone done -> step.doneByJob() ? Optional.of(done.at()) : Optional.empty();
      case StepRun.DoneByHand done -> Optional.of(done.at());
      case StepRun.OutcomeUnknown unknown -> Optional.of(unknown.at());
      case StepRun.AttemptFailed failed ->
          step.mayHaveRun() || step.wasUnknown() ? Optional.of(failed.at()) : Optional.empty();
      case StepRun.SkippedByPerson skipped ->
          step.mayHaveRun() || step.wasUnknown() ? Optional.of(skipped.at()) : Optional.empty();
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.Running _,
          StepRun.HandedOver _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.LeftOut _ ->
          step.ended();
    };
  }
}
