package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.metric.analytics.WorkersAnalyticsSource;
import dev.rollbackbot.gateway.metric.prometheus.PrometheusSource;
import dev.rollbackbot.gateway.metric.sql.SqlSource;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metric sources whose settings are there; none is required. */
final class MetricSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricSources.class);

  private final Map<String, MetricSource> byId = new LinkedHashMap<>();

  /** {@code ofProviders}: those that measure with the settings of a provider, by their ids. */
  MetricSources(Settings settings, Map<String, MetricSource> ofProviders, InstantSource clock) {
    byId.putAll(ofProviders);
    settings
        .measuring()
        .servers()
        .forEach(options -> byId.put(options.api().id(), new PrometheusSource(options, clock)));
    settings
        .measuring()
        .databases()
        .forEach(options -> byId.put(options.id(), new SqlSource(options)));
    settings
        .measuring()
        .workers()
        .ifPresent(
            options -> byId.put(WorkersMetric.SOURCE, new WorkersAnalyticsSource(options, clock)));
  }

  Map<String, MetricSource> byId() {
    return byId;
  }

  /** Says in the log which sources the runbooks need and the settings lack. */
  void serve(List<Runbook> runbooks) {
    for (Runbook runbook : runbooks) {
      Stream.concat(
              runbook.verification().probes().stream().map(Probe::measurement),
              runbook.triggers().stream()
                  .flatMap(trigger -> trigger.measurement().stream())
                  .map(TriggerMeasurement::measurement))
          .flatMap(MetricSources::source)
          .distinct()
          .filter(source -> !byId.containsKey(source))
          .forEach(source ->
              LOG.warn(
                  "runbook needs a metric source whose settings are missing runbook={} source={}",
                  runbook.id(),
                  source));
    }
  }

  private static Stream<String> source(Measurement measurement) {
    return switch (measurement) {
      case HttpGet _ -> Stream.empty();
      case MetricQuery query -> Stream.of(query.source());
    };
  }

  @Override
  public void close() {
    byId.values().forEach(MetricSource::close);
  }
}
