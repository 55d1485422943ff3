package dev.rollbackbot.app.alert;

import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which triggers of which runbooks an alert means. */
public final class AlertMapping {
  private AlertMapping() {}

  /** {@code service}: id of the service that the alert is about. */
  public record MatchedTrigger(TriggerKey trigger, String service) {}

  /** Each trigger once: of several entries that match the first counts. */
  static Collection<MatchedTrigger> of(
      List<Runbook> runbooks, String source, Map<String, String> labels) {
    Map<TriggerKey, MatchedTrigger> meant = new LinkedHashMap<>();
    for (Runbook runbook : runbooks) {
      for (Trigger trigger : runbook.triggers()) {
        for (AlertMatch match : trigger.alerts()) {
          if (match.source().equals(source)
              && labels.entrySet().containsAll(match.labels().entrySet())) {
            TriggerKey key = new TriggerKey(runbook.id(), match.environment(), trigger.id());
            meant.putIfAbsent(key, new MatchedTrigger(key, match.service()));
          }
        }
      }
    }
    return meant.values();
  }
}
