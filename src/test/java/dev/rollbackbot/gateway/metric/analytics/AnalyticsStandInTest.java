package dev.rollbackbot.gateway.metric.analytics;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.secret.Secret;
import graphql.ExecutionResult;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sandbox's analytics: the source reads them, and the published schema judges them. */
final class AnalyticsStandInTest {
  private static final String GATEWAY = "foundation-gateway-sandbox";
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static MetricAnswer ask(String query, String account) {
    WorkersAnalyticsOptions options =
        WorkersAnalyticsOptions.of(
                Map.of(
                    "CLOUDFLARE_ACCOUNT_ID",
                    account,
                    "CLOUDFLARE_API_BASE_URL",
                    sandbox.cloudflareApiUrl().toString()),
                _ -> Optional.of(Secret.fixed(sandbox.cloudflareToken())),
                InboundLimits.defaults())
            .orElseThrow();
    try (WorkersAnalyticsSource source = new WorkersAnalyticsSource(options, Clock.systemUTC())) {
      return source.ask(query, Instant.now());
    }
  }

  @Test
  void a_bad_release_has_errors_and_what_nobody_knows_has_no_data() {
    String account = sandbox.cloudflareAccount();
    await()
        .untilAsserted(() ->
            assertThat(ask("error_rate " + GATEWAY + " 1m", account))
                .isInstanceOfSatisfying(
                    MetricValue.class, v -> assertThat(v.value()).isGreaterThan(BigDecimal.ONE)));
    assertThat(ask("requests no-such-worker 1m", account)).isEqualTo(new NoData());
    assertThat(ask("requests %s 1m version of-yesterday".formatted(GATEWAY), account))
        .isEqualTo(new NoData());
    assertThat(ask("requests " + GATEWAY + " 1m", "another"))
        .isInstanceOfSatisfying(
            NotMeasured.class, n -> assertThat(n.reason()).contains("not authorized"));
  }

  @Test
  void its_answer_is_one_that_the_schema_allows() throws Exception {
    WorkersMetric metric = WorkersMetric.parse("errors " + GATEWAY + " 5m").orElseThrow();
    String query = WorkersAnalyticsSource.text(sandbox.cloudflareAccount(), metric, Instant.now());
    JsonObject answer = posts(query);
    assertThat(answer.get("errors")).isEqualTo(JsonValue.NULL);
    Object data = plain(answer.getJsonObject("data"));
    ExecutionResult judged = new AnalyticsSchema().judge(query, asMap(data));
    assertThat(judged.getErrors()).isEmpty();
    assertThat(judged.<Object>getData()).isEqualTo(data);
  }

  private static JsonObject posts(String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(sandbox.cloudflareApiUrl() + "/graphql"))
            .header("Authorization", "Bearer " + sandbox.cloudflareToken())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.createObjectBuilder().add("query", query).build().toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object data) {
    return (Map<String, Object>) data;
  }

  private static Object plain(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, Object> all = new LinkedHashMap<>();
        object.forEach((name, member) -> all.put(name, plain(member)));
        yield all;
      }
      case JsonArray array -> List.copyOf(array.stream().map(AnalyticsStandInTest::plain).toList());
      case JsonNumber number -> number.bigDecimalValue();
      case JsonString text -> text.getString();
      default -> value.toString();
    };
  }
}
