package dev.rollbackbot.sandbox.metrics;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.metrics.TrafficCounters.Series;
import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** Answers queries about the services' traffic as Prometheus does. */
public final class PrometheusStandIn {
  /** Before the path of its API. */
  public static final String PATH = "/prometheus";

  private static final int LARGEST_BODY = 64 * 1024;
  private static final int MOST_POINTS = 11_000;

  private final TrafficCounters traffic;

  public PrometheusStandIn(TrafficCounters traffic) {
    this.traffic = traffic;
  }

  /** False, with nothing written, for other paths. */
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    if (!path.startsWith(PATH + "/api/v1/query")) {
      return false;
    }
    Map<String, String> parameters = parameters(request);
    try {
      JsonObjectBuilder data =
          switch (path.substring(PATH.length())) {
            case "/api/v1/query" -> instant(parameters);
            case "/api/v1/query_range" -> range(parameters);
            default -> throw new IllegalArgumentException("there is no such call");
          };
      answer(response, callback, 200, object().add("status", "success").add("data", data).build());
    } catch (IllegalArgumentException e) {
      answer(
          response,
          callback,
          400,
          object()
              .add("status", "error")
              .add("errorType", "bad_data")
              .add("error", String.valueOf(e.getMessage()))
              .build());
    }
    return true;
  }

  private static void answer(Response response, Callback callback, int status, JsonObject body) {
    HttpResponses.json(response, callback, status, body);
  }

  private static Map<String, String> parameters(Request request) throws IOException {
    Fields fields = new Fields(true);
    HttpRequests.body(request, LARGEST_BODY)
        .ifPresent(
            body -> UrlEncoded.decodeUtf8To(new String(body, StandardCharsets.UTF_8), fields));
    fields.addAll(Request.extractQueryParameters(request));
    Map<String, String> out = new HashMap<>();
    fields.forEach(field -> out.put(field.getName(), field.getValue()));
    return out;
  }

  private JsonObjectBuilder instant(Map<String, String> parameters) {
    double at = number(parameters, "time");
    JsonArrayBuilder result = array();
    for (Series each : QueryEvaluation.of(traffic, at, parameters.getOrDefault("query", ""))) {
      result.add(
          object().add("metric", labels(each.labels())).add("value", sample(at, each.value())));
    }
    return object().add("resultType", "vector").add("result", result);
  }

  private JsonObjectBuilder range(Map<String, String> parameters) {
    double start = number(parameters, "start");
    double end = number(parameters, "end");
    double step = number(parameters, "step");
    if (step <= 0 || end < start || (end - start) / step > MOST_POINTS) {
      throw new IllegalArgumentException(
          "exceeded maximum resolution of 11,000 points per timeseries");
    }
    Map<Map<String, String>, JsonArrayBuilder> series = new HashMap<>();
    for (int i = 0; start + i * step <= end; i++) {
      double at = start + i * step;
      List<Series> now = QueryEvaluation.of(traffic, at, parameters.getOrDefault("query", ""));
      now.forEach(each ->
          series
              .computeIfAbsent(new TreeMap<>(each.labels()), _ -> array())
              .add(sample(at, each.value())));
    }
    JsonArrayBuilder result = array();
    series.forEach((labels, values) ->
        result.add(object().add("metric", labels(labels)).add("values", values)));
    return object().add("resultType", "matrix").add("result", result);
  }

  private static JsonObjectBuilder labels(Map<String, String> labels) {
    JsonObjectBuilder out = object();
    labels.forEach(out::add);
    return out;
  }

  private static JsonArrayBuilder sample(double at, double value) {
    String text =
        Double.isNaN(value)
            ? "NaN"
            : Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    return array().add(BigDecimal.valueOf(at)).add(text);
  }

  private static double number(Map<String, String> parameters, String name) {
    String text = parameters.getOrDefault(name, "");
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      throw new IllegalArgumentException(
          "invalid parameter \"%s\": cannot parse \"%s\"".formatted(name, text));
    }
    return Double.parseDouble(text);
  }
}
