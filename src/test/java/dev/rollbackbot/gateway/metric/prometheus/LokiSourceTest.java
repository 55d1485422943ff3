package dev.rollbackbot.gateway.metric.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.secret.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers have the form that Loki's description of its HTTP API gives. */
final class LokiSourceTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final String QUERY = "sum(count_over_time({app=\"web\"} |= \"ERROR\" [5m]))";

  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer server;
  private int status = 200;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/loki/api/v1/query",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.put("query", URLDecoder.decode(value(form, "query"), StandardCharsets.UTF_8));
          received.put("time", value(form, "time"));
          received.put("tenant", exchange.getRequestHeaders().getFirst("X-Scope-OrgID"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  private static String value(String form, String name) {
    for (String pair : form.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private MetricAnswer ask() {
    Map<String, String> settings = new HashMap<>();
    settings.put("LOKI_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("LOKI_TENANT", "shop");
    PrometheusOptions options = options(settings).orElseThrow();
    try (PrometheusSource source = new PrometheusSource(options, Clock.systemUTC())) {
      return source.ask(QUERY, AT);
    }
  }

  private static Optional<PrometheusOptions> options(Map<String, String> settings) {
    return PrometheusOptions.of(
        QueryApi.LOKI,
        settings,
        name -> Optional.ofNullable(settings.get(name)).map(Secret::fixed),
        InboundLimits.defaults());
  }

  @Test
  void a_count_of_lines_is_a_value() {
    body =
        """
        {"status": "success", "data": {"resultType": "vector", "result": [
          {"metric": {}, "value": [1772366400, "7"]}],
          "stats": {"summary": {"bytesProcessedPerSecond": 0, "totalLinesProcessed": 7}}}}
        """;
    assertThat(ask()).isEqualTo(new MetricValue(new BigDecimal("7")));
    assertThat(received)
        .containsEntry("query", QUERY)
        .containsEntry("time", "1772366400.000")
        .containsEntry("tenant", "shop");
  }

  @Test
  void no_line_is_no_data_and_not_zero() {
    body =
        """
        {"status": "success", "data": {"resultType": "vector", "result": [], "stats": {}}}
        """;
    assertThat(ask()).isEqualTo(new NoData());
  }

  @Test
  void lines_of_logs_are_no_number_and_are_not_repeated() {
    body =
        """
        {"status": "success", "data": {"resultType": "streams", "result": [
          {"stream": {"app": "web"}, "values": [["1772366400000000000", "password=abc"]]}],
          "stats": {}}}
        """;
    assertThat(ask()).isEqualTo(new NotMeasured("the query answers no number"));
  }

  @Test
  void an_error_names_loki() {
    status = 500;
    body = "too many outstanding requests";
    assertThat(ask())
        .isInstanceOfSatisfying(
            NotMeasured.class, answer -> assertThat(answer.reason()).startsWith("Loki"));
  }

  @Test
  void its_settings_have_names_of_their_own() {
    assertThat(options(Map.of("PROMETHEUS_URL", "http://127.0.0.1:9090"))).isEmpty();
    assertThatThrownBy(() -> options(Map.of("LOKI_TOKEN", "loki-token-0123456789")))
        .hasMessageContaining("LOKI_URL")
        .hasMessageNotContaining("loki-token-0123456789");
  }
}
