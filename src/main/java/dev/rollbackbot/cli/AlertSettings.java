package dev.rollbackbot.cli;

import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.alert.source.alertmanager.AlertmanagerSource;
import dev.rollbackbot.alert.source.cloudevents.CloudEventsSource;
import dev.rollbackbot.alert.source.cloudflare.CloudflareSource;
import dev.rollbackbot.alert.source.datadog.DatadogSource;
import dev.rollbackbot.alert.source.describedjson.AlertPointers;
import dev.rollbackbot.alert.source.describedjson.DescribedJsonSource;
import dev.rollbackbot.alert.source.grafana.GrafanaSource;
import dev.rollbackbot.alert.source.pagerduty.PagerDutySource;
import dev.rollbackbot.alert.source.sentry.SentrySource;
import dev.rollbackbot.secret.Secret;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which systems may send alerts: those for which there is a secret. */
final class AlertSettings {
  private static final Pattern COMMA = Pattern.compile(",");

  private AlertSettings() {}

  /**
   * By the last part of their address.
   *
   * @param secret reads a secret setting, also from its file
   * @param setting reads another setting
   * @throws IllegalArgumentException with a sentence for the operator
   */
  static Map<String, AlertSource> sources(
      Function<String, Optional<Secret>> secret,
      Function<String, Optional<String>> setting,
      int maxDepth) {
    Map<String, AlertSource> sources = new TreeMap<>();
    BiConsumer<String, Function<Secret, AlertSource>> simple =
        (name, made) -> {
          String id = name.substring("ALERTS_".length(), name.lastIndexOf('_'));
          secret
              .apply(name)
              .ifPresent(s -> sources.put(id.toLowerCase(Locale.ROOT), made.apply(s)));
        };
    simple.accept("ALERTS_ALERTMANAGER_TOKEN", s -> new AlertmanagerSource(s, maxDepth));
    simple.accept("ALERTS_PAGERDUTY_SECRET", s -> new PagerDutySource(s, maxDepth));
    simple.accept("ALERTS_DATADOG_TOKEN", s -> new DatadogSource(s, maxDepth));
    simple.accept("ALERTS_SENTRY_SECRET", s -> new SentrySource(s, maxDepth));
    simple.accept("ALERTS_CLOUDFLARE_SECRET", s -> new CloudflareSource(s, maxDepth));
    simple.accept(
        "ALERTS_CLOUDEVENTS_TOKEN",
        s -> new CloudEventsSource(s, origins(setting), maxDepth, Clock.systemUTC()));
    AlertPointers pointers = AlertPointers.of(setting);
    simple.accept(
        "ALERTS_JSON_TOKEN",
        s -> new DescribedJsonSource(s, pointers, maxDepth, Clock.systemUTC()));
    Optional<Secret> grafanaToken = secret.apply("ALERTS_GRAFANA_TOKEN");
    Optional<Secret> grafanaSecret = secret.apply("ALERTS_GRAFANA_SECRET");
    if (grafanaToken.isPresent() || grafanaSecret.isPresent()) {
      sources.put(
          "grafana", new GrafanaSource(grafanaToken, grafanaSecret, maxDepth, Clock.systemUTC()));
    }
    return sources;
  }

  private static Set<String> origins(Function<String, Optional<String>> setting) {
    return COMMA
        .splitAsStream(setting.apply("ALERTS_CLOUDEVENTS_ORIGINS").orElse(""))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
