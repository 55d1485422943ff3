package dev.rollbackbot.gateway.metric.prometheus;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an instant query.
 *
 * @param server its name for people
 */
record PrometheusAnswer(String server) {
  /** Prometheus' numbers have 64 bits. */
  private static final int MAX_DIGITS = 40;

  private static final int MAX_SCALE = 330;

  /** {@code secrets}: what a warning could repeat. */
  MetricAnswer of(JsonObject answer, String... secrets) {
    Optional<JsonObject> data = BoundedJson.object(answer, "data");
    if (!BoundedJson.text(answer, "status").equals(Optional.of("success")) || data.isEmpty()) {
      return new NotMeasured(server + "'s answer is not one to a query");
    }
    if (BoundedJson.is(answer, "isPartial", true)) {
      return new NotMeasured(server + " answered with a part of the data only");
    }
    Optional<String> warning = warning(answer, secrets);
    if (warning.isPresent()) {
      return new NotMeasured(server + " warns: " + warning.get());
    }
    return switch (BoundedJson.text(data.get(), "resultType").orElse("")) {
      case "vector" -> vector(data.get());
      case "scalar" -> sample(data.get().get("result"));
      case "matrix" -> new NotMeasured("the query answers a range, not one number");
      default -> new NotMeasured("the query answers no number");
    };
  }

  /** What it says about the query alone is no sign that data is missing. */
  private static Optional<String> warning(JsonObject answer, String... secrets) {
    return answer.get("warnings") instanceof JsonArray warnings
        ? warnings.stream()
            .map(w -> w instanceof JsonString text ? text.getString() : w.toString())
            .filter(w -> !w.startsWith("PromQL "))
            .findFirst()
            .map(w -> ProviderText.clip(w, secrets))
        : Optional.empty();
  }

  private MetricAnswer vector(JsonObject data) {
    List<JsonObject> series = BoundedJson.entries(data, "result").orElse(List.of());
    if (!(data.get("result") instanceof JsonArray)) {
      return new NotMeasured(server + "'s answer has no result");
    }
    return switch (series.size()) {
      case 0 -> new NoData();
      case 1 ->
          series.getFirst().containsKey("histogram")
              ? new NotMeasured("the query answers a histogram, not one number")
              : sample(series.getFirst().get("value"));
      default -> new NotMeasured("the query answers more than one series");
    };
  }

  /** A pair of a time and the value as text. */
  private MetricAnswer sample(@Nullable JsonValue sample) {
    if (!(sample instanceof JsonArray pair)
        || pair.size() != 2
        || !(pair.get(1) instanceof JsonString value)) {
      return new NotMeasured(server + "'s answer has no value");
    }
    String text = value.getString();
    if (Stream.of("NaN", "+Inf", "-Inf", "Inf").anyMatch(text::equals)) {
      return new NotANumber(text);
    }
    try {
      BigDecimal number = text.length() > MAX_DIGITS ? BigDecimal.ZERO : new BigDecimal(text);
      return text.length() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_SCALE
          ? new NotMeasured(server + "'s value is no number of a usual size")
          : new MetricValue(number);
    } catch (NumberFormatException e) {
      return new NotMeasured(server + "'s answer has no value");
    }
  }
}
