package dev.rollbackbot.cli;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.http.ProbeCredentials;
import dev.rollbackbot.gateway.metric.analytics.WorkersAnalyticsOptions;
import dev.rollbackbot.gateway.metric.prometheus.PrometheusOptions;
import dev.rollbackbot.gateway.metric.prometheus.QueryApi;
import dev.rollbackbot.gateway.metric.sql.SqlOptions;
import dev.rollbackbot.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What probes may ask, and send.
 *
 * @param servers that answer queries; none is required
 * @param databases that answer statements; none is required
 * @param workers Cloudflare's analytics; empty: they are not asked
 */
public record MeasureSettings(
    ProbeCredentials probeCredentials,
    List<PrometheusOptions> servers,
    List<SqlOptions> databases,
    Optional<WorkersAnalyticsOptions> workers) {
  public MeasureSettings {
    servers = List.copyOf(servers);
    databases = List.copyOf(databases);
  }

  /**
   * Reads all of them.
   *
   * @param secret reads a secret setting, also from its file
   * @param problem gets a sentence for the operator for each one that is wrong
   */
  static MeasureSettings of(
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret,
      InboundLimits limits,
      Consumer<String> problem) {
    return new MeasureSettings(
        read(() -> ProbeCredentials.of(settings, secret), ProbeCredentials.NONE, problem),
        Stream.of(QueryApi.values())
            .flatMap(api ->
                read(
                    () -> PrometheusOptions.of(api, settings, secret, limits),
                    Optional.<PrometheusOptions>empty(),
                    problem)
                    .stream())
            .toList(),
        read(() -> SqlOptions.of(settings, secret), List.of(), problem),
        read(
            () -> WorkersAnalyticsOptions.of(settings, secret, limits),
            Optional.<WorkersAnalyticsOptions>empty(),
            problem));
  }

  private static <T> T read(Supplier<T> settings, T without, Consumer<String> problem) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      problem.accept(String.valueOf(e.getMessage()));
      return without;
    }
  }
}
