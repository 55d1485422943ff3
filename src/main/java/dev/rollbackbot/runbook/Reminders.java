package dev.rollbackbot.runbook;

import java.time.Duration;

/**
 * How long people may take for what they are asked for, before everybody has been reminded.
 *
 * @param approval where the decision rule has a deadline, that counts instead
 * @param item a checklist item
 * @param step a step that a person carries out
 * @param decision how a rollback goes on that waits for a person
 * @param check a human check
 */
public record Reminders(
    Duration approval,
    Duration item,
    Duration step,
    Duration decision,
    Duration check,
    Duration signature) {
  public static final Reminders DEFAULT =
      new Reminders(
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15));
}
