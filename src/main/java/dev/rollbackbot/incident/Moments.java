package dev.rollbackbot.incident;

import java.time.Instant;
import java.util.Optional;

/** When things happened, as far as they have. */
public final class Moments {
  private Moments() {}

  /** When the first step of the first rollback was allowed to begin. */
  public static Optional<Instant> started(Incident incident) {
    Optional<Instant> before =
        incident.facts().earlier().stream().map(Rollback::startedAt).findFirst();
    return before.or(() ->
        incident.state() instanceof State.Executing x
            ? Optional.of(x.rollback().startedAt())
            : Optional.empty());
  }

  /** When the last step ended. */
  public static Optional<Instant> completed(State state) {
    return state instanceof State.Measuring m
        ? m.rollback().steps().stream().flatMap(s -> ended(s).stream()).max(Instant::compareTo)
        : Optional.empty();
  }

  /** When a step was settled. */
  public static Optional<Instant> ended(StepRun step) {
    return switch (step.progress()) {
      case StepRun.Succeeded p -> Optional.of(p.at());
      case StepRun.DoneByHand p -> Optional.of(p.at());
      case StepRun.Skipped p -> Optional.of(p.at());
      case StepRun.Waiting _,
          StepRun.Running _,
          StepRun.HandedOver _,
          StepRun.Failed _,
          StepRun.Unknown _ ->
          Optional.empty();
    };
  }

  /** When every check had passed. */
  public static Optional<Instant> restored(State state) {
    return switch (state) {
      case State.AwaitingSignOff s -> Optional.of(s.verifiedAt());
      case State.Resolved s -> Optional.of(s.verifiedAt());
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
    return state instanceof State.Ended e ? Optional.of(e.at()) : Optional.empty();
  }
}
