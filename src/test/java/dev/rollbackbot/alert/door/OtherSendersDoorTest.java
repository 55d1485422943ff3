package dev.rollbackbot.alert.door;

import static dev.rollbackbot.alert.door.AlertDoor.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.alert.source.cloudevents.CloudEventsSource;
import dev.rollbackbot.alert.source.cloudflare.CloudflareSource;
import dev.rollbackbot.alert.source.datadog.DatadogSource;
import dev.rollbackbot.alert.source.describedjson.AlertPointers;
import dev.rollbackbot.alert.source.describedjson.DescribedJsonSource;
import dev.rollbackbot.alert.source.pagerduty.PagerDutySource;
import dev.rollbackbot.alert.source.sentry.SentrySource;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other senders' messages. The signatures were made with OpenSSL. */
final class OtherSendersDoorTest {
  private static final String SECRET = "a-secret-of-the-shop";
  private static final String BEARER = "Bearer " + SECRET;
  private static final Map<String, String> SIGNATURES =
      new String(message("signatures.txt"), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

  @TempDir Path folder;
  private AlertDoor door;

  @BeforeEach
  void open() {
    Secret secret = new Secret.Fixed(SECRET);
    Map<String, String> settings =
        Map.of("ALERTS_JSON_STATUS", "/state/name", "ALERTS_JSON_FIRING", "down, degraded");
    Map<String, AlertSource> sources =
        Map.of(
            "pagerduty",
            new PagerDutySource(secret, 24),
            "datadog",
            new DatadogSource(secret, 24),
            "sentry",
            new SentrySource(secret, 24),
            "cloudflare",
            new CloudflareSource(secret, 24),
            "cloudevents",
            new CloudEventsSource(secret, Set.of("events.shop.example"), 24, Clock.systemUTC()),
            "json",
            new DescribedJsonSource(
                secret,
                AlertPointers.of(name -> Optional.ofNullable(settings.get(name))),
                24,
                Clock.systemUTC()));
    door = new AlertDoor(TestDatabase.sqlite(folder), sources);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private int pagerDuty(String message) {
    return door.posts(
            "pagerduty",
            message(message),
            "X-PagerDuty-Signature",
            "v0=00, v1=00,v1=" + SIGNATURES.get(message))
        .statusCode();
  }

  private int sentry(String resource, String message) {
    return door.posts(
            "sentry",
            message(message),
            "Sentry-Hook-Signature",
            SIGNATURES.get(message),
            "Sentry-Hook-Resource",
            resource)
        .statusCode();
  }

  private int datadog(String message) {
    return door.posts("datadog", message(message), "x-rollback-bot-token", SECRET).statusCode();
  }

  private int cloudflare(String message) {
    return door.posts("cloudflare", message(message), "cf-webhook-auth", SECRET).statusCode();
  }

  private HttpResponse<String> json(String source, String type, String body) {
    return door.posts(
        source,
        body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        BEARER,
        "Content-Type",
        type);
  }

  private Optional<AlertStatus> status(String source, String fingerprint) {
    return door.stored(source, fingerprint).map(AlertState::status);
  }

  @ParameterizedTest
  @CsvSource({
    "pagerduty, pagerduty-triggered.json, X-PagerDuty-Signature",
    "datadog, datadog-triggered.json, X-Rollback-Bot-Token",
    "sentry, sentry-issue.json, Sentry-Hook-Signature",
    "cloudflare, cloudflare-start.json, cf-webhook-auth",
    "cloudevents, cloudevents-firing.json, Authorization",
    "json, cloudevents-firing.json, Authorization"
  })
  void nothing_is_read_without_the_secret(String source, String message, String header) {
    assertThat(door.posts(source, message(message)).statusCode()).isEqualTo(401);
    for (String wrong : new String[] {"v1=", "v1=00", "00", "Bearer another", SECRET + "2"}) {
      assertThat(door.posts(source, message(message), header, wrong).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
    assertThat(door.counted(source, "not_authentic")).isEqualTo(6);
    assertThat(door.counted(source, "fired")).isZero();
  }

  @Test
  void a_signature_is_of_these_very_bytes() {
    byte[] body = message("pagerduty-triggered.json");
    String signature = "v1=" + SIGNATURES.get("pagerduty-triggered.json");
    body[body.length - 3] ^= 1;
    assertThat(door.posts("pagerduty", body, "X-PagerDuty-Signature", signature).statusCode())
        .isEqualTo(401);
  }

  @Test
  void pager_duty_fires_and_ends_and_the_same_event_counts_once() {
    assertThat(pagerDuty("pagerduty-triggered.json")).isEqualTo(204);
    assertThat(pagerDuty("pagerduty-triggered.json")).isEqualTo(204);
    assertThat(door.counted("pagerduty", "fired")).isEqualTo(1);
    assertThat(door.counted("pagerduty", "duplicate")).isEqualTo(1);
    assertThat(pagerDuty("pagerduty-acknowledged.json")).isEqualTo(204);
    assertThat(pagerDuty("pagerduty-merged.json")).isEqualTo(204);
    assertThat(status("pagerduty", "QCHECKOUT1")).contains(AlertStatus.FIRING);
    assertThat(door.counted("pagerduty", "merged")).isEqualTo(1);
    assertThat(pagerDuty("pagerduty-resolved.json")).isEqualTo(204);
    assertThat(status("pagerduty", "QCHECKOUT1")).contains(AlertStatus.RESOLVED);
  }

  @Test
  void pager_duty_in_another_order_does_not_fire_again() {
    assertThat(pagerDuty("pagerduty-resolved.json")).isEqualTo(204);
    assertThat(pagerDuty("pagerduty-triggered.json")).isEqualTo(204);
    assertThat(status("pagerduty", "QCHECKOUT1")).contains(AlertStatus.RESOLVED);
    assertThat(door.counted("pagerduty", "outdated")).isEqualTo(1);
  }

  @Test
  void pages_of_the_bot_itself_and_pings_are_acknowledged_and_not_stored() {
    assertThat(pagerDuty("pagerduty-ping.json")).isEqualTo(204);
    assertThat(pagerDuty("pagerduty-own-key.json")).isEqualTo(204);
    assertThat(door.counted("pagerduty", "test")).isEqualTo(1);
    assertThat(door.counted("pagerduty", "own_page")).isEqualTo(1);
    assertThat(status("pagerduty", "QCHECKOUT1")).isEmpty();
  }

  @Test
  void the_page_of_another_system_whose_title_is_numbered_like_an_incident_is_stored() {
    assertThat(pagerDuty("pagerduty-numbered-title.json")).isEqualTo(204);
    assertThat(status("pagerduty", "QCHECKOUT1")).contains(AlertStatus.FIRING);
  }

  @Test
  void datadog_fires_and_recovers_and_no_data_is_not_firing() {
    assertThat(datadog("datadog-triggered.json")).isEqualTo(204);
    assertThat(status("datadog", "991122")).contains(AlertStatus.FIRING);
    assertThat(datadog("datadog-recovered.json")).isEqualTo(204);
    assertThat(status("datadog", "991122")).contains(AlertStatus.RESOLVED);
    assertThat(datadog("datadog-no-data.json")).isEqualTo(204);
    assertThat(status("datadog", "991133")).contains(AlertStatus.NO_DATA);
    assertThat(datadog("datadog-warn.json")).isEqualTo(204);
    assertThat(datadog("datadog-test.json")).isEqualTo(204);
    assertThat(door.counted("datadog", "fired")).isEqualTo(1);
    assertThat(door.counted("datadog", "test")).isEqualTo(1);
  }

  @Test
  void an_issue_of_sentry_counts_for_an_hour_and_a_metric_alert_until_it_ends() {
    assertThat(sentry("event_alert", "sentry-issue.json")).isEqualTo(204);
    assertThat(door.stored("sentry", "issue 4711 checkout errors").orElseThrow().until())
        .contains(Instant.parse("2026-11-20T09:15:30.250Z"));
    assertThat(sentry("event_alert", "sentry-issue.json")).isEqualTo(204);
    assertThat(door.counted("sentry", "duplicate")).isEqualTo(1);
    assertThat(sentry("metric_alert", "sentry-critical.json")).isEqualTo(204);
    assertThat(status("sentry", "metric 8")).contains(AlertStatus.FIRING);
    assertThat(sentry("metric_alert", "sentry-warning.json")).isEqualTo(204);
    assertThat(status("sentry", "metric 8")).contains(AlertStatus.FIRING);
    assertThat(sentry("metric_alert", "sentry-resolved.json")).isEqualTo(204);
    assertThat(status("sentry", "metric 8")).contains(AlertStatus.RESOLVED);
    assertThat(sentry("installation", "sentry-critical.json")).isEqualTo(204);
    assertThat(door.counted("sentry", "other_kind")).isEqualTo(2);
  }

  @Test
  void cloudflare_begins_and_ends_and_its_test_opens_nothing() {
    assertThat(cloudflare("cloudflare-test.json")).isEqualTo(204);
    assertThat(door.counted("cloudflare", "test")).isEqualTo(1);
    assertThat(cloudflare("cloudflare-start.json")).isEqualTo(204);
    assertThat(status("cloudflare", "corr-1")).contains(AlertStatus.FIRING);
    assertThat(cloudflare("cloudflare-end.json")).isEqualTo(204);
    assertThat(status("cloudflare", "corr-1")).contains(AlertStatus.RESOLVED);
  }

  @Test
  void a_cloud_event_means_the_same_in_all_three_modes() {
    String event = new String(message("cloudevents-firing.json"), StandardCharsets.UTF_8);
    String structured = "application/cloudevents+json; charset=utf-8";
    assertThat(json("cloudevents", structured, event).statusCode()).isEqualTo(204);
    assertThat(json("cloudevents", structured, event).statusCode()).isEqualTo(204);
    assertThat(door.counted("cloudevents", "duplicate")).isEqualTo(1);
    assertThat(
            json("cloudevents", "application/cloudevents-batch+json", "[" + event + "]")
                .statusCode())
        .isEqualTo(204);
    HttpResponse<String> binary =
        door.posts(
            "cloudevents",
            "{\"service\":\"checkout\"}".getBytes(StandardCharsets.UTF_8),
            "Authorization",
            BEARER,
            "Content-Type",
            "application/json",
            "ce-specversion",
            "1.0",
            "ce-id",
            "a-2",
            "ce-source",
            "https://monitor.shop.example/rules/7",
            "ce-type",
            "example.shop.errors.resolved",
            "ce-time",
            "2026-11-20T08:25:30Z",
            "ce-subject",
            "checkout");
    assertThat(binary.statusCode()).isEqualTo(204);
    assertThat(door.counted("cloudevents", "fired")).isEqualTo(1);
    assertThat(door.counted("cloudevents", "resolved")).isEqualTo(1);
    assertThat(json("cloudevents", structured, event.replace("\"1.0\"", "\"0.3\"")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void only_origins_of_the_settings_are_told_that_they_may_send() {
    HttpResponse<String> allowed =
        door.sends(
            "OPTIONS", "cloudevents", new byte[0], "WebHook-Request-Origin", "events.shop.example");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("WebHook-Allowed-Origin"))
        .contains("events.shop.example");
    for (String source : new String[] {"cloudevents", "datadog"}) {
      HttpResponse<String> other =
          door.sends(
              "OPTIONS", source, new byte[0], "WebHook-Request-Origin", "other.shop.example");
      assertThat(other.statusCode()).isEqualTo(405);
      assertThat(other.headers().firstValue("WebHook-Allowed-Origin")).isEmpty();
    }
  }

  @Test
  void json_is_read_as_the_settings_describe_it() {
    String down = "{\"id\":\"c1\",\"state\":{\"name\":\"degraded\"},\"labels\":{\"a\":1}}";
    String type = "application/json";
    assertThat(json("json", type, down).statusCode()).isEqualTo(204);
    assertThat(status("json", "c1")).contains(AlertStatus.FIRING);
    assertThat(json("json", type, down.replace("degraded", "unknown")).statusCode()).isEqualTo(204);
    assertThat(status("json", "c1")).contains(AlertStatus.FIRING);
    assertThat(json("json", type, down.replace("degraded", "resolved")).statusCode())
        .isEqualTo(204);
    assertThat(status("json", "c1")).contains(AlertStatus.RESOLVED);
    assertThat(json("json", type, "{\"id\":\"c1\",\"state\":\"down\"}").statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"datadog, X-Rollback-Bot-Token", "cloudflare, cf-webhook-auth"})
  void what_is_no_json_is_refused_with_a_sentence(String source, String header) {
    HttpResponse<String> answer =
        door.posts(
            source, "{\"title\":\"a \"b\"\"}".getBytes(StandardCharsets.UTF_8), header, SECRET);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).endsWith(".\n");
  }
}
