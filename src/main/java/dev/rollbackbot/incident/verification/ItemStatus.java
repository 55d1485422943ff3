package dev.rollbackbot.incident.verification;

import java.time.Instant;

/** Where a checklist item or a human check stands. */
public sealed interface ItemStatus {
  /** Nobody has done it yet. */
  record Open() implements ItemStatus {}

  /** A CRITICAL rollback does not wait for it; it may still be done. */
  record Deferred() implements ItemStatus {}

  /** The bot is at it. */
  record TaskRunning(Instant since, String job) implements ItemStatus {}

  /**
   * Done.
   *
   * @param note evidence or result; may be empty
   */
  record Done(Instant at, String by, String note) implements ItemStatus {}

  /** Left out, with the reason. */
  record Skipped(Instant at, String by, String reason) implements ItemStatus {}

  /** The bot could not. */
  record TaskFailed(Instant at, String text) implements ItemStatus {}

  /** Whether nobody waits for it any more. */
  default boolean settled() {
    return switch (this) {
      case Done _, Skipped _, Deferred _ -> true;
      case Open _, TaskRunning _, TaskFailed _ -> false;
    };
  }
}
