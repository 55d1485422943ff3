package dev.rollbackbot.gateway.metric.analytics;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the one row that was asked for. */
record WorkersAnalyticsAnswer(WorkersMetric metric) {
  private static final int DIGITS = 4;
  private static final double HUNDRED = 100;

  /** An error may come with the status 200, and beside data. */
  MetricAnswer of(JsonObject answer, String token) {
    if (answer.get("errors") instanceof JsonArray errors && !errors.isEmpty()) {
      String said =
          BoundedJson.entries(answer, "errors").orElse(List.of()).stream()
              .flatMap(error -> BoundedJson.text(error, "message").stream())
              .findFirst()
              .orElse("an error without a message");
      return new NotMeasured("Cloudflare's analytics answered: " + ProviderText.clip(said, token));
    }
    Optional<List<JsonObject>> accounts =
        BoundedJson.object(answer, "data")
            .flatMap(data -> BoundedJson.object(data, "viewer"))
            .flatMap(viewer -> BoundedJson.entries(viewer, "accounts"));
    if (accounts.isEmpty()) {
      return new NotMeasured("Cloudflare's analytics gave an answer that can't be read");
    }
    if (accounts.get().size() != 1) {
      return new NotMeasured("Cloudflare's analytics know no such account, or the token doesn't");
    }
    return BoundedJson.entries(accounts.get().getFirst(), "workersInvocationsAdaptive")
        .map(this::rows)
        .orElseGet(
            () -> new NotMeasured("Cloudflare's analytics gave an answer that can't be read"));
  }

  private MetricAnswer rows(List<JsonObject> rows) {
    return switch (rows.size()) {
      case 0 -> new NoData();
      case 1 -> row(rows.getFirst());
      default -> new NotMeasured("Cloudflare's analytics answered more than one row");
    };
  }

  private MetricAnswer row(JsonObject row) {
    OptionalDouble requests = number(row, "sum", "requests");
    OptionalDouble errors = number(row, "sum", "errors");
    return switch (metric.figure()) {
      case REQUESTS -> value(requests);
      case ERRORS -> value(errors);
      case ERROR_RATE ->
          requests.isPresent() && requests.getAsDouble() == 0
              ? new NoData()
              : requests.isEmpty() || errors.isEmpty()
                  ? value(OptionalDouble.empty())
                  : value(
                      OptionalDouble.of(HUNDRED * errors.getAsDouble() / requests.getAsDouble()));
      case CPU_P50 -> value(number(row, "quantiles", "cpuTimeP50"));
      case CPU_P99 -> value(number(row, "quantiles", "cpuTimeP99"));
      case WALL_P99 -> value(number(row, "quantiles", "wallTimeP99"));
      case DURATION_P50 -> value(number(row, "quantiles", "requestDurationP50"));
    };
  }

  private static OptionalDouble number(JsonObject row, String group, String name) {
    return BoundedJson.object(row, group)
        .map(values -> BoundedJson.number(values, name))
        .orElse(OptionalDouble.empty());
  }

  private static MetricAnswer value(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble()) && value.getAsDouble() >= 0
        ? new MetricValue(
            BigDecimal.valueOf(value.getAsDouble())
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros())
        : new NotMeasured("Cloudflare's analytics answered no number");
  }
}
