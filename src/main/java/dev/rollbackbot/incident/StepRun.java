package dev.rollbackbot.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a rollback and how far it is.
 *
 * @param attempts how many times the bot has begun it
 */
public record StepRun(PlannedStep step, int attempts, Progress progress) {
  /** How far a step is. */
  public sealed interface Progress {}

  /** Its turn has not come. */
  public record Waiting() implements Progress {}

  /** The bot is at it. */
  public record Running(Instant since, String job) implements Progress {}

  /** A person is asked to do it. */
  public record HandedOver(Instant since) implements Progress {}

  /** The target is live: read back. */
  public record Succeeded(Instant at, Deployment live, boolean already, Duration took)
      implements Progress {}

  /** A person did it. */
  public record DoneByHand(Instant at, String by, String evidence) implements Progress {}

  /** Left out, with the reason. */
  public record Skipped(Instant at, String by, String reason) implements Progress {}

  /** It did not work. */
  public record Failed(
      Instant at, Outcome.Kind kind, String code, String text, Optional<Deployment> live)
      implements Progress {}

  /** Nobody knows; the provider is being asked by that job; empty: it was asked and can't tell. */
  public record Unknown(Instant at, String text, Optional<String> askedBy) implements Progress {}

  StepRun to(Progress next) {
    return new StepRun(step, attempts, next);
  }

  StepRun begun(Progress next) {
    return new StepRun(step, attempts + 1, next);
  }

  /** Whether the rollback goes on behind it. */
  public boolean settled() {
    return switch (progress) {
      case Succeeded _, DoneByHand _, Skipped _ -> true;
      case Waiting _, Running _, HandedOver _, Failed _, Unknown _ -> false;
    };
  }
}
