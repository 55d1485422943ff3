package dev.rollbackbot.cli;

import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.alert.source.alertmanager.AlertmanagerSource;
import dev.rollbackbot.alert.source.grafana.GrafanaSource;
import dev.rollbackbot.secret.Secret;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Which systems may send alerts: those for which there is a secret. */
final class AlertSettings {
  private AlertSettings() {}

  /** {@code secret}: reads a secret setting, also from its file. */
  static Map<String, AlertSource> sources(Function<String, Optional<Secret>> secret, int maxDepth) {
    Map<String, AlertSource> sources = new TreeMap<>();
    secret
        .apply("ALERTS_ALERTMANAGER_TOKEN")
        .ifPresent(token -> sources.put("alertmanager", new AlertmanagerSource(token, maxDepth)));
    Optional<Secret> grafanaToken = secret.apply("ALERTS_GRAFANA_TOKEN");
    Optional<Secret> grafanaSecret = secret.apply("ALERTS_GRAFANA_SECRET");
    if (grafanaToken.isPresent() || grafanaSecret.isPresent()) {
      sources.put(
          "grafana", new GrafanaSource(grafanaToken, grafanaSecret, maxDepth, Clock.systemUTC()));
    }
    return sources;
  }
}
