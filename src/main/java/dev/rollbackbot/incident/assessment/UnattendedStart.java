package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the first change of a rollback that nobody approved may begin. Its conditions were read
 * once; what has to wait after that, or stops, needs an approval.
 */
public final class UnattendedStart {
  /** The first change begins within that time of the reading, or not by itself. */
  public static final Duration AT_MOST = Duration.ofMinutes(1);

  private UnattendedStart() {}

  /** Nobody has approved it, and it has changed nothing that is known. */
  public static boolean isFirstChange(Rollback rollback) {
    return rollback.authorization() instanceof RollbackAuthorization.Automatic
        && rollback.steps().stream().noneMatch(UnattendedStart::mayHaveChanged);
  }

  /**
   * Of one that has ended: it began without an approval, and nothing of it may have had an effect.
   */
  public static boolean changedNothing(Rollback ended) {
    return isFirstChange(ended)
        && ended.steps().stream()
            .noneMatch(
                step -> step.status() instanceof StepRun.SkippedByPerson && step.attempts() > 0);
  }

  /** What would begin now begins on a reading that is too old. */
  public static boolean isTooLate(Rollback rollback, Instant now) {
    return isFirstChange(rollback) && now.isAfter(rollback.authorization().at().plus(AT_MOST));
  }

  public static boolean isTooLate(Incident incident, Instant now) {
    return incident.rollback().filter(r -> isTooLate(r, now)).isPresent();
  }

  /** One that runs has only just been asked for, unless an attempt before that ran. */
  private static boolean mayHaveChanged(StepRun step) {
    return step.ran() || statusMayHaveChanged(step.status());
  }

  private static boolean statusMayHaveChanged(StepRun.StepStatus status) {
    return switch (status) {
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.Running _,
          StepRun.SkippedByPerson _,
          StepRun.LeftOut _,
          StepRun.AttemptFailed _ ->
          false;
      case StepRun.TargetLive live -> live.perhapsByIncident();
      case StepRun.OutcomeUnknown _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.HandedOver _,
          StepRun.JobDone _,
          StepRun.DoneByHand _ ->
          true;
    };
  }
}
