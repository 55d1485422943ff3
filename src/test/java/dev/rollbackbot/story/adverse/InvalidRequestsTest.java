package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forged, replayed, malformed and repeated requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InvalidRequestsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private RawSlackRequests requests;

  @BeforeAll
  void begin() {
    fixture = SandboxFixture.quick();
    users = fixture.sandboxUsers();
    requests = RawSlackRequests.to(fixture);
  }

  @AfterAll
  void end() {
    fixture.close();
  }

  private static String help() {
    return RawSlackRequests.slash(REQUESTER, INCIDENTS, "help");
  }

  @Nested
  final class Signatures {
    @Test
    void a_valid_signature_is_accepted() {
      assertThat(requests.posts(help()).body()).contains("/rollback factory [environment]");
    }

    @Test
    void a_missing_signature_is_refused() {
      refused(requests.unsigned(help()));
    }

    @Test
    void the_signature_of_another_secret_is_refused() {
      RawSlackRequests forged =
          new RawSlackRequests(fixture.bot(), "0123456789abcdef0123456789abcdef");
      refused(forged.signed(help(), Instant.now()));
    }

    @Test
    void the_signature_of_another_body_is_refused() {
      String now = Long.toString(Instant.now().getEpochSecond());
      refused(
          requests
              .unsigned(help() + "&text=factory")
              .header("X-Slack-Request-Timestamp", now)
              .header("X-Slack-Signature", requests.signature(now, help())));
    }

    @Test
    void a_signature_older_or_newer_than_five_minutes_is_refused() {
      refused(requests.signed(help(), Instant.now().minus(Duration.ofSeconds(310))));
      refused(requests.signed(help(), Instant.now().plus(Duration.ofSeconds(310))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1e9", "99999999999999999999", "now", "١٧٦٤"})
    void an_invalid_timestamp_is_refused(String time) {
      refused(
          requests
              .unsigned(help())
              .header("X-Slack-Request-Timestamp", ascii(time))
              .header("X-Slack-Signature", requests.signature(time, help())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0=", "v0", "v1=00", "zzzz"})
    void a_malformed_signature_is_refused(String signature) {
      refused(
          requests
              .unsigned(help())
              .header("X-Slack-Request-Timestamp", Long.toString(Instant.now().getEpochSecond()))
              .header("X-Slack-Signature", signature));
    }

    private static String ascii(String text) {
      return text.replaceAll("[^ -~]", "?");
    }

    private void refused(HttpRequest.Builder request) {
      RawSlackRequests.BotResponse response = requests.send(request);
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.body()).isEqualToIgnoringNewLines("The signature does not hold.");
    }
  }

  @Nested
  final class MalformedBodies {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "{",
          "payload=",
          "payload=%7B",
          "payload=null",
          "payload=%5B%5D",
          "payload=%22x%22",
          "payload=%7B%7D",
          "payload=%zz",
          "payload=%7B%22type%22%3A%22block_actions%22%7D",
          "payload=%7B%22type%22%3A%22view_submission%22%7D",
          "payload=%7B%22type%22%3A%22shortcut%22%7D",
          "payload=%7B%22type%22%3A%22surprise%22%7D",
          "payload=%7B%22type%22%3A7%7D",
          "command=%2Frollback",
          "command=%2Frollback&text=factory",
          "command=%2Frollback&text=cancel%20x&user_id=U0REQUESTER&channel_id=C0INCIDENTS",
          "&&&===",
          "{\"type\":\"event_callback\"}",
        })
    void a_malformed_signed_body_is_answered_without_internals(String body) {
      RawSlackRequests.BotResponse response = requests.posts(body);
      assertThat(response.status()).as("%s", response).isIn(200, 400, 404);
      assertThat(response.body()).doesNotContain("Exception", "\tat ", "java.", "dev.rollbackbot");
      assertThat(requests.posts(help()).status()).isEqualTo(200);
    }

    @Test
    void a_click_without_an_action_changes_nothing() {
      for (String actions : List.of("[]", "null", "[{}]", "[{\"action_id\":\"approve\"}]")) {
        String payload =
            "{\"type\":\"block_actions\",\"user\":{\"id\":\"U0REQUESTER\"},\"actions\":"
                + actions
                + "}";
        RawSlackRequests.BotResponse response =
            requests.posts(
                RawSlackRequests.interaction(
                    Json.createReader(new StringReader(payload)).readObject()));
        assertThat(response.status()).as(actions).isIn(200, 400, 404);
        assertThat(response.body()).as(actions).doesNotContain("Exception", "dev.rollbackbot");
      }
    }

    @Test
    void what_tells_payloads_apart_may_not_be_endless() {
      String valid = typedPayload();
      for (String time : List.of("\"action_ts\":\"1.1", "\"message_ts\":\"1.1")) {
        RawSlackRequests.BotResponse response =
            requests.posts(
                "payload=" + percent(valid.replace(time, time + "1".repeat(300)), UTF_8));
        assertThat(response.status()).as(time).isEqualTo(400);
      }
      assertThat(requests.posts(help().replace("trigger_id=", "trigger_id=" + "1".repeat(300))))
          .extracting(RawSlackRequests.BotResponse::status)
          .isEqualTo(400);
    }

    @Test
    void a_form_without_values_is_no_error() {
      for (String values : List.of("{\"text\":null}", "{\"text\":{\"text\":null}}")) {
        RawSlackRequests.BotResponse response =
            requests.posts(
                RawSlackRequests.submission(
                    REQUESTER,
                    "dialog:cancel",
                    "1",
                    Json.createReader(new StringReader(values)).readObject()));
        assertThat(response.status()).as(values).isEqualTo(200);
        assertThat(response.body()).as(values).doesNotContain("Something went wrong");
      }
    }

    @Test
    void a_modal_of_another_app_closes() {
      RawSlackRequests.BotResponse response =
          requests.posts(
              RawSlackRequests.submission(
                  REQUESTER, "unknown-callback", "x", JsonValue.EMPTY_JSON_OBJECT));
      assertThat(response).isEqualTo(new RawSlackRequests.BotResponse(200, ""));
    }

    @Test
    void a_body_larger_than_a_megabyte_is_refused() {
      String large = "text=" + "x".repeat(MEGABYTE);
      // The bot closes such a connection: no other request may be sent on it.
      assertThat(RawSlackRequests.to(fixture).posts(large).status()).isEqualTo(413);
      HttpRequest.Builder chunked =
          requests
              .path("/slack/events")
              .POST(
                  BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(large.getBytes(UTF_8))));
      assertThat(RawSlackRequests.to(fixture).send(chunked).status()).isEqualTo(413);
    }

    @Test
    void a_binary_body_is_refused() {
      RawSlackRequests.BotResponse response =
          RawSlackRequests.to(fixture)
              .send(
                  requests
                      .path("/slack/events")
                      .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, 1})));
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.body()).contains("not encoded in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"x", "}", "1", "null", ",", "{}", " {}", "\n[]", "\0", "/**/", "\uFEFF"})
    void a_payload_with_anything_after_its_document_is_refused(String more) {
      String payload = typedPayload();
      assertThat(requests.posts("payload=" + percent(payload + " \r\n\t", UTF_8)).status())
          .isEqualTo(200);
      noPayload(requests.posts("payload=" + percent(payload + more, UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32"})
    void a_payload_in_another_encoding_is_refused(String encoding) {
      noPayload(requests.posts("payload=" + percent(typedPayload(), Charset.forName(encoding))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%EF%BB%BF", "%FF", "%C0%80", "%ED%A0%80", "%E2%82"})
    void a_payload_that_begins_with_what_is_no_text_is_refused(String begin) {
      noPayload(requests.posts("payload=" + begin + percent(typedPayload(), UTF_8)));
    }

    /** A click that would be answered: somebody else's button. */
    private static String typedPayload() {
      return "{\"type\":\"block_actions\",\"trigger_id\":\"1.2.abc\",\"user\":{\"id\":\"U0REQUESTER\"},"
                 + "\"team\":{\"id\":\"T0SANDBOX\"},\"channel\":{\"id\":\"C0INCIDENTS\"},\"container\":"
                 + "{\"type\":\"message\",\"message_ts\":\"1.1\",\"channel_id\":\"C0INCIDENTS\"},\"actions\":"
                 + "[{\"type\":\"button\",\"action_id\":\"link\",\"block_id\":\"x\",\"action_ts\":\"1.1\"}]}";
    }

    private static String percent(String text, Charset encoding) {
      StringBuilder out = new StringBuilder();
      for (byte each : text.getBytes(encoding)) {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
      return out.toString();
    }

    private void noPayload(RawSlackRequests.BotResponse response) {
      assertThat(response.status()).as("%s", response).isEqualTo(400);
      assertThat(response.body()).isEqualToIgnoringNewLines("This is no payload of Slack's.");
    }
  }

  @Nested
  final class UnknownPaths {
    @Test
    void wrong_methods_and_unknown_paths_are_refused() {
      assertThat(requests.get("/slack/events").status()).isEqualTo(405);
      assertThat(requests.get("/").status()).isEqualTo(404);
      assertThat(requests.get("/slack/events/").status()).isEqualTo(404);
      assertThat(requests.send(requests.path("/healthz").POST(BodyPublishers.noBody())).status())
          .isEqualTo(405);
      assertThat(requests.get("/../etc/passwd").status()).isIn(400, 404);
    }

    @Test
    void health_readiness_and_metrics_are_served() {
      assertThat(requests.get("/healthz").status()).isEqualTo(200);
      assertThat(requests.get("/readyz").body())
          .contains("database: well", "slack: well", "provider: well");
      assertThat(requests.get("/metrics").body()).contains("rollbackbot_");
    }

    @Test
    void a_header_larger_than_the_limit_is_refused() {
      // The bot closes such a connection: no other request may be sent on it.
      assertThat(
              RawSlackRequests.to(fixture)
                  .send(requests.path("/healthz").header("X", "x".repeat(20_000)).GET())
                  .status())
          .isEqualTo(431);
    }
  }

  @Test
  void a_payload_delivered_twice_has_one_effect_and_the_same_response() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String click =
        RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|" + incident.planHash());
    assertThat(requests.posts(click)).isEqualTo(requests.posts(click));
    incident.reads("*Checking*");
    assertThat(requests.posts(click).status()).isEqualTo(200);
    assertThat(users.ephemerals(APPROVER, incident.channel())).isEmpty();
    assertThat(incident.text().split("approved plan", -1)).hasSize(2);
    assertThat(IncidentConversation.rollbacks(users)).hasSize(3);

    String cancel = RawSlackRequests.slash(REQUESTER, incident.channel(), "cancel enough");
    RawSlackRequests.BotResponse first = requests.posts(cancel);
    assertThat(first.body()).contains("INC-1 is cancelled.");
    assertThat(requests.posts(cancel)).isEqualTo(first);
    assertThat(
            requests
                .posts(RawSlackRequests.slash(REQUESTER, incident.channel(), "cancel again"))
                .body())
        .contains("INC-1 has moved on");
  }
}
