package dev.rollbackbot.gateway.metric.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import dev.rollbackbot.secret.Secret;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked, and what each kind of answer becomes; the server says what a test tells it to. */
final class WorkersAnalyticsSourceTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final String TOKEN = "analytics-token-0123456789";

  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer server;
  private int status = 200;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.put("path", exchange.getRequestURI().getPath());
          received.put("authorization", exchange.getRequestHeaders().getFirst("Authorization"));
          received.put(
              "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Optional<WorkersAnalyticsOptions> options(Map<String, String> settings) {
    Function<String, Optional<Secret>> secrets =
        name -> Optional.ofNullable(settings.get(name)).map(Secret::fixed);
    return WorkersAnalyticsOptions.of(settings, secrets, InboundLimits.defaults());
  }

  private Map<String, String> settings() {
    Map<String, String> all = new HashMap<>();
    all.put("CLOUDFLARE_ANALYTICS_TOKEN", TOKEN);
    all.put("CLOUDFLARE_ACCOUNT_ID", "acc-1");
    all.put(
        "CLOUDFLARE_API_BASE_URL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/client/v4/");
    return all;
  }

  private MetricAnswer ask(String query) {
    try (WorkersAnalyticsSource source =
        new WorkersAnalyticsSource(options(settings()).orElseThrow(), Clock.systemUTC())) {
      return source.ask(query, AT);
    }
  }

  private static String rows(String rows) {
    return """
    {"data": {"viewer": {"accounts": [{"workersInvocationsAdaptive": [%s]}]}}, "errors": null}\
    """
        .formatted(rows);
  }

  private static String row(int requests, int errors) {
    return """
    {"sum": {"requests": %d, "errors": %d}, "quantiles": {"cpuTimeP50": 1200, "cpuTimeP99": 9400.5,
     "wallTimeP99": 212000, "requestDurationP50": 48}}\
    """
        .formatted(requests, errors);
  }

  private String asked() {
    try (JsonReader reader = Json.createReader(new StringReader(received.get("body")))) {
      return reader.readObject().getString("query");
    }
  }

  @Test
  void it_asks_for_the_window_of_one_worker_in_a_form_that_the_schema_allows() {
    body = rows(row(200, 3));
    ask("error_rate gateway-live 5m version 8a1c-77");
    assertThat(received)
        .containsEntry("path", "/client/v4/graphql")
        .containsEntry("authorization", "Bearer " + TOKEN);
    assertThat(asked())
        .contains("accountTag: \"acc-1\"")
        .contains("scriptName: \"gateway-live\"")
        .contains("scriptVersion: \"8a1c-77\"")
        .contains("datetime_geq: \"2026-03-01T11:55:00Z\"")
        .contains("datetime_lt: \"2026-03-01T12:00:00Z\"");
    assertThat(new AnalyticsSchema().judge(asked(), Map.of()).getErrors())
        .allSatisfy(e -> assertThat(e.getErrorType()).hasToString("NullValueInNonNullableField"));
    assertThat(
            new AnalyticsSchema().judge(asked().replace("errors", "error"), Map.of()).getErrors())
        .anySatisfy(e -> assertThat(e.getErrorType()).hasToString("ValidationError"));
  }

  @ParameterizedTest
  @CsvSource({
    "requests, 200",
    "errors, 3",
    "error_rate, 1.5",
    "cpu_p50, 1200",
    "cpu_p99, 9400.5",
    "wall_p99, 212000",
    "duration_p50, 48"
  })
  void each_word_is_one_number(String word, BigDecimal value) {
    body = rows(row(200, 3));
    assertThat(ask(word + " web 1h"))
        .isInstanceOfSatisfying(
            MetricValue.class, v -> assertThat(v.value()).isEqualByComparingTo(value));
  }

  @Test
  void without_a_request_nothing_was_measured() {
    body = rows("");
    assertThat(ask("errors web 5m")).isEqualTo(new NoData());
    body = rows(row(0, 0));
    assertThat(ask("error_rate web 5m")).isEqualTo(new NoData());
  }

  @Test
  void what_is_no_answer_is_no_number() {
    for (String other :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"data\": null, \"errors\": null}",
          rows("{}"),
          rows(row(1, 1) + "," + row(1, 1)),
          rows("{\"sum\": {\"requests\": -1, \"errors\": \"2\"}}"),
          "{\"data\": {\"viewer\": {\"accounts\": []}}}"
        }) {
      body = other;
      assertThat(ask("errors web 5m")).as(other).isInstanceOf(NotMeasured.class);
    }
    assertThat(ask("errors")).isInstanceOf(NotMeasured.class);
    assertThat(ask("errors a\"b 5m")).isInstanceOf(NotMeasured.class);
  }

  @Test
  void an_error_counts_though_it_comes_with_data_and_200_and_shows_no_secret() {
    body =
        rows(row(200, 3))
            .replace("null", "[{\"message\": \"not authorized, " + TOKEN + "\", \"path\": []}]");
    assertThat(ask("errors web 5m"))
        .isInstanceOfSatisfying(
            NotMeasured.class,
            n -> assertThat(n.reason()).contains("not authorized").doesNotContain(TOKEN));
  }

  @Test
  void a_refused_token_is_told_with_the_permission_that_it_needs() {
    status = 403;
    body = "{\"errors\": [{\"message\": \"not authorized for that account\"}]}";
    assertThat(ask("errors web 5m"))
        .isInstanceOfSatisfying(
            NotMeasured.class, n -> assertThat(n.reason()).contains("Account Analytics: Read"));
    status = 429;
    assertThat(ask("errors web 5m")).isInstanceOf(NotMeasured.class);
    status = 503;
    assertThat(ask("errors web 5m")).isInstanceOf(NotMeasured.class);
  }

  @Test
  void it_is_off_without_its_token_and_on_only_with_an_account() {
    assertThat(options(Map.of("CLOUDFLARE_ACCOUNT_ID", "acc-1"))).isEmpty();
    assertThatThrownBy(() -> options(Map.of("CLOUDFLARE_ANALYTICS_TOKEN", TOKEN)))
        .hasMessageContaining("CLOUDFLARE_ANALYTICS_ACCOUNT_ID")
        .hasMessageNotContaining(TOKEN);
    assertThatThrownBy(() -> options(Map.of("CLOUDFLARE_ANALYTICS_ACCOUNT_ID", "acc-1")))
        .hasMessageContaining("set both, or neither");
    Map<String, String> open = settings();
    open.put("CLOUDFLARE_API_BASE_URL", "http://api.example.com");
    assertThatThrownBy(() -> options(open)).hasMessageContaining("https://");
    assertThat(options(settings()).orElseThrow()).asString().doesNotContain(TOKEN);
  }

  @Test
  void a_query_is_read_as_it_is_written() {
    assertThat(WorkersMetric.parse("errors %resource% 5m")).isPresent();
    for (String other :
        new String[] {"", "errors", "faults web 5m", "errors web 0m", "errors web 5m version"}) {
      assertThat(WorkersMetric.parse(other)).as(other).isEmpty();
    }
  }
}
