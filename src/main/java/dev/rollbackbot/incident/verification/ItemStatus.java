package dev.rollbackbot.incident.verification;

import java.time.Instant;

/** The status of a checklist item or a human check. */
public sealed interface ItemStatus {
  record Open() implements ItemStatus {}

  /** A CRITICAL rollback does not wait for it; it may still be done. */
  record Deferred() implements ItemStatus {}

  /** That job does it. */
  record TaskRunning(Instant since, String job) implements ItemStatus {}

  /**
   * Confirmed by a person, or done by the bot.
   *
   * @param note evidence or result; may be empty
   */
  record Done(Instant at, String by, String note) implements ItemStatus {}

  record Skipped(Instant at, String by, String reason) implements ItemStatus {}

  record TaskFailed(Instant at, String text) implements ItemStatus {}

  /** Whether the rollback does not wait for it. */
  default boolean settled() {
    return doneOrSkipped() || this instanceof Deferred;
  }

  default boolean doneOrSkipped() {
    return this instanceof Done || this instanceof Skipped;
  }
}
