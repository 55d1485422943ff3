package dev.rollbackbot.runbook.trigger;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.Map;

/**
 * What the bot does when a trigger fires.
 *
 * @param elsewhere in the environments that have no mode of their own
 * @param byEnvironment by the environment's id
 */
public record TriggerModes(TriggerMode elsewhere, Map<String, TriggerMode> byEnvironment) {
  /** It is only recorded. */
  public static final TriggerModes USUAL = new TriggerModes(TriggerMode.SHADOW, Map.of());

  public TriggerModes {
    byEnvironment = SortedCopy.of(byEnvironment);
  }

  public TriggerMode in(String environment) {
    return byEnvironment.getOrDefault(environment, elsewhere);
  }
}
