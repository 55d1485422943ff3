package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.Optional;

/** When things happened, as far as they have. */
public final class Milestones {
  private Milestones() {}

  /** When the first step of the first rollback was allowed to begin. */
  public static Optional<Instant> rollbackStarted(Incident incident) {
    Optional<Instant> before =
        incident.details().earlierRollbacks().stream().map(Rollback::startedAt).findFirst();
    return before.or(() ->
        incident.state() instanceof State.Executing executing
            ? Optional.of(executing.rollback().startedAt())
            : Optional.empty());
  }

  /** When the last step ended. */
  public static Optional<Instant> rollbackCompleted(State state) {
    return state instanceof State.Measuring measuring
        ? measuring.rollback().steps().stream()
            .flatMap(s -> ended(s).stream())
            .max(Instant::compareTo)
        : Optional.empty();
  }

  /** When a step was settled. */
  public static Optional<Instant> ended(StepRun step) {
    return switch (step.status()) {
      case StepRun.TargetLive succeeded -> Optional.of(succeeded.at());
      case StepRun.DoneByHand doneByHand -> Optional.of(doneByHand.at());
      case StepRun.SkippedByPerson skipped -> Optional.of(skipped.at());
      case StepRun.Waiting _,
          StepRun.Running _,
          StepRun.HandedOver _,
          StepRun.AttemptFailed _,
          StepRun.OutcomeUnknown _ ->
          Optional.empty();
    };
  }

  /** When every check had passed. */
  public static Optional<Instant> serviceRestored(State state) {
    return switch (state) {
      case State.AwaitingSignOff awaitingSignOff -> Optional.of(awaitingSignOff.verifiedAt());
      case State.Resolved resolved -> Optional.of(resolved.verifiedAt());
      case State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.RollingBack _,
          State.Paused _,
          State.Blocked _,
          State.Propagating _,
          State.Verifying _,
          State.Closed _,
          State.Cancelled _ ->
          Optional.empty();
    };
  }

  /** When it was over. */
  public static Optional<Instant> ended(State state) {
    return state instanceof State.Ended ended ? Optional.of(ended.at()) : Optional.empty();
  }
}
