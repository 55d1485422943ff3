package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Times of an incident's milestones; empty until they are reached. */
public final class Milestones {
  private Milestones() {}

  /** When the first rollback was approved. */
  public static Optional<Instant> rollbackStarted(Incident incident) {
    return Stream.concat(
            incident.details().earlierRollbacks().stream(), incident.rollback().stream())
        .map(Rollback::startedAt)
        .findFirst();
  }

  /** When the last step was settled. */
  public static Optional<Instant> rollbackCompleted(State state) {
    return state instanceof State.Measuring measuring
        ? measuring.rollback().steps().stream()
            .flatMap(s -> ended(s).stream())
            .max(Instant::compareTo)
        : Optional.empty();
  }

  /** When the step was settled. */
  public static Optional<Instant> ended(StepRun step) {
    return step.status() instanceof StepRun.SettledStatus settled
        ? Optional.of(settled.at())
        : Optional.empty();
  }

  /** When every check had passed. */
  public static Optional<Instant> serviceRestored(State state) {
    return switch (state) {
      case State.AwaitingSignOff awaitingSignOff -> Optional.of(awaitingSignOff.verifiedAt());
      case State.Resolved resolved -> Optional.of(resolved.verifiedAt());
      case State.Proposed _,
          State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.Executing _,
          State.Ended _ ->
          Optional.empty();
    };
  }

  public static Optional<Instant> ended(State state) {
    return state instanceof State.Ended ended ? Optional.of(ended.at()) : Optional.empty();
  }
}
