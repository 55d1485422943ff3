package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerModes;
import java.util.List;
import java.util.Optional;

/**
 * An observation that is a reason for a rollback.
 *
 * @param id unique within the runbook
 * @param kind noticed by monitoring, or judged by a person
 * @param modes what the bot does when it notices it by itself
 * @param measurement empty: the bot doesn't measure it
 * @param alerts what tells it from outside; may be empty
 */
public record Trigger(
    String id,
    TriggerKind kind,
    String text,
    TriggerModes modes,
    Optional<TriggerMeasurement> measurement,
    List<AlertMatch> alerts) {
  public Trigger {
    alerts = List.copyOf(alerts);
  }

  /** One that only people notice. */
  public Trigger(String id, TriggerKind kind, String text) {
    this(id, kind, text, TriggerModes.USUAL, Optional.empty(), List.of());
  }

  public enum TriggerKind {
    AUTOMATIC,
    MANUAL
  }
}
