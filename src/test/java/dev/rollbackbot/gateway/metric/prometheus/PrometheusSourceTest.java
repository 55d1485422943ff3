package dev.rollbackbot.gateway.metric.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
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
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked, and what each kind of answer becomes; the server says what a test tells it to. */
final class PrometheusSourceTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final String TOKEN = "prom-token-0123456789";

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
          exchange.getRequestHeaders().forEach((name, all) -> received.put(name, all.getFirst()));
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            received.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "https://login.example.com/");
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

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/prefix/";
  }

  private MetricAnswer ask(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("PROMETHEUS_URL", url());
    PrometheusOptions options = options(all).orElseThrow();
    try (PrometheusSource source = new PrometheusSource(options, Clock.systemUTC())) {
      return source.ask("sum(rate(requests[5m])) + 1", AT);
    }
  }

  private static Optional<PrometheusOptions> options(Map<String, String> settings) {
    Function<String, Optional<Secret>> secrets =
        name -> Optional.ofNullable(settings.get(name)).map(Secret::fixed);
    return PrometheusOptions.of(QueryApi.PROMETHEUS, settings, secrets, InboundLimits.defaults());
  }

  private static String vector(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + series
        + "]}}";
  }

  private static String series(String value) {
    return "{\"metric\":{\"a\":\"b\"},\"value\":[1772366400.25,\"" + value + "\"]}";
  }

  @Test
  void it_asks_for_one_number_at_one_time_and_for_nothing_partial() {
    body = vector(series("0.5"));
    assertThat(ask(Map.of())).isEqualTo(new MetricValue(new BigDecimal("0.5")));
    assertThat(received)
        .containsEntry("path", "/prefix/api/v1/query")
        .containsEntry("query", "sum(rate(requests[5m])) + 1")
        .containsEntry("time", "1772366400.250")
        .containsEntry("timeout", "8000ms")
        .containsEntry("partial_response", "false")
        .containsEntry("deny_partial_response", "1")
        .doesNotContainKey("Authorization");
  }

  @Test
  void credentials_and_tenant_are_sent_as_headers() {
    body = vector(series("1"));
    assertThat(ask(Map.of("PROMETHEUS_TOKEN", TOKEN, "PROMETHEUS_TENANT", "shop")))
        .isInstanceOf(MetricValue.class);
    assertThat(received)
        .containsEntry("Authorization", "Bearer " + TOKEN)
        .containsEntry("X-scope-orgid", "shop")
        .containsEntry("Thanos-tenant", "shop");
    assertThat(ask(Map.of("PROMETHEUS_USER", "12345", "PROMETHEUS_PASSWORD", "a-pass-word")))
        .isInstanceOf(MetricValue.class);
    assertThat(received).containsEntry("Authorization", "Basic MTIzNDU6YS1wYXNzLXdvcmQ=");
  }

  @ParameterizedTest
  @CsvSource({"1e+21, 1E+21", "-0.25, -0.25", "0, 0", "6.103515625e-05, 0.00006103515625"})
  void numbers_are_read_as_they_are(String text, BigDecimal value) {
    body = vector(series(text));
    assertThat(((MetricValue) ask(Map.of())).value()).isEqualByComparingTo(value);
    body =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\""
            + text
            + "\"]}}";
    assertThat(((MetricValue) ask(Map.of())).value()).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "+Inf", "-Inf"})
  void what_is_no_number_is_none(String text) {
    body = vector(series(text));
    assertThat(ask(Map.of())).isEqualTo(new NotANumber(text));
  }

  @Test
  void nothing_is_not_zero() {
    body = vector("");
    assertThat(ask(Map.of())).isEqualTo(new NoData());
  }

  @Test
  void a_hint_about_the_query_is_no_sign_of_missing_data() {
    body =
        vector(series("3"))
            .replaceFirst("}$", ",\"warnings\":[\"PromQL info: metric might not be a counter\"]}");
    assertThat(ask(Map.of())).isEqualTo(new MetricValue(new BigDecimal("3")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | TWO | more than one series",
        "200 | HISTOGRAM | a histogram",
        "200 | MATRIX | a range",
        "200 | WARNING | Prometheus warns: results truncated",
        "200 | PARTIAL | a part of the data only",
        "200 | {} | not one to a query",
        "200 | [] | can't be read",
        "200 | <html> | can't be read",
        "200 | EMPTY | can't be read",
        "200 | HUGE | can't be read",
        "400 | ERROR | parse error",
        "401 | | http-401",
        "302 | | redirect",
        "429 | | rate limit",
        "500 | ERROR | parse error",
        "503 | Service Unavailable | 503"
      })
  void whatever_may_be_incomplete_is_no_value(int code, String answer, String reason) {
    status = code;
    body =
        switch (Optional.ofNullable(answer).orElse("")) {
          case "TWO" -> vector(series("1") + "," + series("2"));
          case "HISTOGRAM" -> vector("{\"metric\":{},\"histogram\":[1,{}]}");
          case "MATRIX" ->
              "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
          case "WARNING" ->
              vector(series("1")).replaceFirst("}$", ",\"warnings\":[\"results truncated\"]}");
          case "PARTIAL" -> vector(series("1")).replaceFirst("}$", ",\"isPartial\":true}");
          case "ERROR" ->
              "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}";
          case "EMPTY" -> "";
          case "HUGE" -> vector(series("1" + "0".repeat(300_000)));
          case String text -> text;
        };
    MetricAnswer result = ask(Map.of("PROMETHEUS_TOKEN", TOKEN));
    assertThat(result).isInstanceOf(NotMeasured.class);
    assertThat(((NotMeasured) result).reason()).contains(reason).doesNotContain(TOKEN);
  }

  @Test
  void a_server_that_is_away_is_named() {
    server.stop(0);
    assertThat(((NotMeasured) ask(Map.of())).reason())
        .isEqualTo("Prometheus was not reached: connection refused.");
  }

  @Test
  void an_answer_that_repeats_the_credential_does_not_show_it() {
    status = 403;
    body = "{\"error\":\"the token " + TOKEN + " is not known\"}";
    assertThat(((NotMeasured) ask(Map.of("PROMETHEUS_TOKEN", TOKEN))).reason())
        .doesNotContain(TOKEN);
    status = 200;
    body = vector(series("1")).replaceFirst("}$", ",\"warnings\":[\"not for abcdefgh1234\"]}");
    assertThat(
            ((NotMeasured)
                    ask(Map.of("PROMETHEUS_USER", "u", "PROMETHEUS_PASSWORD", "abcdefgh1234")))
                .reason())
        .doesNotContain("abcdefgh1234");
  }

  @ParameterizedTest
  @CsvSource({"1e400000000", "1e-400000000", "1e331"})
  void a_number_of_no_usual_size_is_none(String text) {
    body = vector(series(text));
    assertThat(ask(Map.of())).isInstanceOf(NotMeasured.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROMETHEUS_TOKEN=t | PROMETHEUS_URL is not set",
        "PROMETHEUS_URL=ftp://x | is an address such as",
        "PROMETHEUS_URL=https://u:p@x | without a user in it",
        "PROMETHEUS_URL=https://x;PROMETHEUS_USER=u | belong together",
        "PROMETHEUS_URL=https://x;PROMETHEUS_USER=u;PROMETHEUS_PASSWORD=p;PROMETHEUS_TOKEN=t |"
            + " both set",
        "PROMETHEUS_URL=http://x;PROMETHEUS_TOKEN=t | would show the credential"
      })
  void settings_that_do_not_fit_are_named(String settings, String problem) {
    Map<String, String> all = new HashMap<>();
    for (String each : settings.split(";", -1)) {
      String[] parts = each.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    assertThatThrownBy(() -> options(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void without_settings_there_is_no_source() {
    assertThat(options(Map.of())).isEmpty();
  }
}
