package dev.rollbackbot.app.trigger;

import dev.rollbackbot.incident.trigger.AlertedTrigger;
import java.time.Instant;
import java.util.Map;

/**
 * What alerts of other systems have come to for each trigger. Throws {@link
 * dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface AlertedTriggers {
  /** Of every trigger that an alert has meant. */
  Map<TriggerKey, AlertedTrigger> all();

  /** It was measured to be over. Nothing happens if no alert has meant it. */
  void recovered(TriggerKey trigger, Instant at);
}
