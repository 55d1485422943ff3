package dev.rollbackbot.incident;

import java.time.Instant;

/** Where a checklist item or a human check stands. */
public sealed interface Mark {
  /** Nobody has done it yet. */
  record Open() implements Mark {}

  /** A CRITICAL rollback does not wait for it; it may still be done. */
  record Deferred() implements Mark {}

  /** The bot is at it. */
  record Running(Instant since, String job) implements Mark {}

  /**
   * Done.
   *
   * @param note evidence or result; may be empty
   */
  record Done(Instant at, String by, String note) implements Mark {}

  /** Left out, with the reason. */
  record Skipped(Instant at, String by, String reason) implements Mark {}

  /** The bot could not. */
  record Failed(Instant at, String text) implements Mark {}

  /** Whether nobody waits for it any more. */
  default boolean settled() {
    return switch (this) {
      case Done _, Skipped _, Deferred _ -> true;
      case Open _, Running _, Failed _ -> false;
    };
  }
}
