package dev.rollbackbot.incident.rollback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a rollback and how far it is.
 *
 * @param attempts how many times the bot has begun it
 */
public record StepRun(PlannedStep step, int attempts, StepStatus status) {
  /** How far a step is. */
  public sealed interface StepStatus {}

  /** Its turn has not come. */
  public record Waiting() implements StepStatus {}

  /** The bot is at it. */
  public record Running(Instant since, String job) implements StepStatus {}

  /** A person is asked to do it. */
  public record HandedOver(Instant since) implements StepStatus {}

  /** The target is live: read back. */
  public record TargetLive(Instant at, Deployment live, boolean alreadyLive, Duration took)
      implements StepStatus {}

  /** A person did it. */
  public record DoneByHand(Instant at, String by, String evidence) implements StepStatus {}

  /** Left out, with the reason. */
  public record SkippedByPerson(Instant at, String by, String reason) implements StepStatus {}

  /** It did not work. */
  public record AttemptFailed(
      Instant at, Outcome.FailureKind kind, String code, String text, Optional<Deployment> live)
      implements StepStatus {}

  /** Nobody knows; the provider is being asked by that job; empty: it was asked and can't tell. */
  public record OutcomeUnknown(Instant at, String text, Optional<String> reconcileJob)
      implements StepStatus {}

  public StepRun withStatus(StepStatus next) {
    return new StepRun(step, attempts, next);
  }

  public StepRun withNextAttempt(StepStatus next) {
    return new StepRun(step, attempts + 1, next);
  }

  /** Whether the rollback goes on behind it. */
  public boolean settled() {
    return switch (status) {
      case TargetLive _, DoneByHand _, SkippedByPerson _ -> true;
      case Waiting _, Running _, HandedOver _, AttemptFailed _, OutcomeUnknown _ -> false;
    };
  }
}
