package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody but a stranger, a fault or a replay would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InvalidRequestsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private SandboxFixture sandboxFixture;
  private SandboxUsers sandboxUsers;
  private RawSlackRequests rawSlackRequests;

  @BeforeAll
  void begin() {
    sandboxFixture = SandboxFixture.quick();
    sandboxUsers = sandboxFixture.sandboxUsers();
    rawSlackRequests =
        new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
  }

  @AfterAll
  void end() {
    sandboxFixture.close();
  }

  private static String help() {
    return RawSlackRequests.slash(REQUESTER, INCIDENTS, "help");
  }

  @Nested
  final class Signatures {
    @Test
    void a_good_one_is_answered() {
      assertThat(rawSlackRequests.posts(help()).body()).contains("/rollback factory [environment]");
    }

    @Test
    void none_at_all() {
      refused(rawSlackRequests.unsigned(help()));
    }

    @Test
    void of_another_secret() {
      RawSlackRequests stranger =
          new RawSlackRequests(sandboxFixture.bot(), "0123456789abcdef0123456789abcdef");
      refused(stranger.signed(help(), Instant.now()));
    }

    @Test
    void of_another_body() {
      String now = Long.toString(Instant.now().getEpochSecond());
      refused(
          rawSlackRequests
              .unsigned(help() + "&text=factory")
              .header("X-Slack-Request-Timestamp", now)
              .header("X-Slack-Signature", rawSlackRequests.signature(now, help())));
    }

    @Test
    void replayed_after_five_minutes_or_dated_ahead() {
      refused(rawSlackRequests.signed(help(), Instant.now().minus(Duration.ofSeconds(310))));
      refused(rawSlackRequests.signed(help(), Instant.now().plus(Duration.ofSeconds(310))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1e9", "99999999999999999999", "now", "١٧٦٤"})
    void at_a_time_that_is_none(String time) {
      refused(
          rawSlackRequests
              .unsigned(help())
              .header("X-Slack-Request-Timestamp", ascii(time))
              .header("X-Slack-Signature", rawSlackRequests.signature(time, help())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0=", "v0", "v1=00", "zzzz"})
    void that_is_none(String signature) {
      refused(
          rawSlackRequests
              .unsigned(help())
              .header("X-Slack-Request-Timestamp", Long.toString(Instant.now().getEpochSecond()))
              .header("X-Slack-Signature", signature));
    }

    private static String ascii(String text) {
      return text.replaceAll("[^ -~]", "?");
    }

    private void refused(HttpRequest.Builder request) {
      RawSlackRequests.BotResponse botResponse = rawSlackRequests.send(request);
      assertThat(botResponse.status()).isEqualTo(401);
      assertThat(botResponse.body()).isEqualToIgnoringNewLines("The signature does not hold.");
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
    void a_signed_body_that_makes_no_sense_is_answered_without_the_programs_inside(String body) {
      RawSlackRequests.BotResponse botResponse = rawSlackRequests.posts(body);
      assertThat(botResponse.status()).as("%s", botResponse).isIn(200, 400, 404);
      assertThat(botResponse.body())
          .doesNotContain("Exception", "\tat ", "java.", "dev.rollbackbot");
      assertThat(rawSlackRequests.posts(help()).status()).isEqualTo(200);
    }

    @Test
    void a_click_without_a_person_a_message_or_an_action_changes_nothing() {
      for (String actions : List.of("[]", "null", "[{}]", "[{\"action_id\":\"approve\"}]")) {
        String payload =
            "{\"type\":\"block_actions\",\"user\":{\"id\":\"U0REQUESTER\"},\"actions\":"
                + actions
                + "}";
        RawSlackRequests.BotResponse botResponse =
            rawSlackRequests.posts(
                RawSlackRequests.interaction(
                    Json.createReader(new StringReader(payload)).readObject()));
        assertThat(botResponse.status()).as(actions).isIn(200, 400, 404);
        assertThat(botResponse.body()).as(actions).doesNotContain("Exception", "dev.rollbackbot");
      }
    }

    @Test
    void a_modal_that_is_not_ours_closes() {
      RawSlackRequests.BotResponse botResponse =
          rawSlackRequests.posts(
              RawSlackRequests.submission(
                  REQUESTER, "somebody-elses", "x", JsonValue.EMPTY_JSON_OBJECT));
      assertThat(botResponse).isEqualTo(new RawSlackRequests.BotResponse(200, ""));
    }

    @Test
    void a_body_larger_than_a_megabyte_is_not_read() {
      String large = "text=" + "x".repeat(MEGABYTE);
      assertThat(rawSlackRequests.posts(large).status()).isEqualTo(413);
      HttpRequest.Builder chunked =
          rawSlackRequests
              .to("/slack/events")
              .POST(
                  BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
      assertThat(rawSlackRequests.send(chunked).status()).isEqualTo(413);
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
      assertThat(
              rawSlackRequests
                  .send(
                      rawSlackRequests
                          .to("/slack/events")
                          .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, 1})))
                  .status())
          .isEqualTo(401);
    }
  }

  @Nested
  final class UnknownPaths {
    @Test
    void only_slack_posts_here_and_nobody_posts_elsewhere() {
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/slack/events").GET()).status())
          .isEqualTo(405);
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/").GET()).status()).isEqualTo(404);
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/slack/events/").GET()).status())
          .isEqualTo(404);
      assertThat(
              rawSlackRequests
                  .send(rawSlackRequests.to("/healthz").POST(BodyPublishers.noBody()))
                  .status())
          .isEqualTo(405);
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/../etc/passwd").GET()).status())
          .isIn(400, 404);
    }

    @Test
    void it_is_alive_ready_and_measured() {
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/healthz").GET()).status())
          .isEqualTo(200);
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/readyz").GET()).body())
          .contains("database: well", "slack: well", "provider: well");
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/metrics").GET()).body())
          .contains("rollbackbot_");
    }

    @Test
    void a_header_that_is_too_large_is_refused() {
      assertThat(
              rawSlackRequests
                  .send(rawSlackRequests.to("/healthz").header("X", "x".repeat(20_000)).GET())
                  .status())
          .isEqualTo(431);
    }
  }

  @Test
  void the_same_payload_delivered_twice_has_one_effect_and_the_same_answer() {
    IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
    String click =
        RawSlackRequests.click(
            APPROVER, incidentConversation.channel(), "approve", "1|" + hash(incidentConversation));
    assertThat(rawSlackRequests.posts(click)).isEqualTo(rawSlackRequests.posts(click));
    incidentConversation.reads("*Checking*");
    assertThat(rawSlackRequests.posts(click).status()).isEqualTo(200);
    assertThat(sandboxUsers.whispers(APPROVER, incidentConversation.channel())).isEmpty();
    assertThat(incidentConversation.text().split("approved plan", -1)).hasSize(2);
    assertThat(IncidentConversation.rollbacks(sandboxUsers)).hasSize(3);

    String cancel =
        RawSlackRequests.slash(REQUESTER, incidentConversation.channel(), "cancel enough");
    RawSlackRequests.BotResponse first = rawSlackRequests.posts(cancel);
    assertThat(first.body()).contains("INC-1 is cancelled.");
    assertThat(rawSlackRequests.posts(cancel)).isEqualTo(first);
    assertThat(
            rawSlackRequests
                .posts(
                    RawSlackRequests.slash(
                        REQUESTER, incidentConversation.channel(), "cancel again"))
                .body())
        .contains("INC-1 has moved on");
  }

  /** The hash of the plan that waits for approval, from its button. */
  private String hash(IncidentConversation incidentConversation) {
    incidentConversation.approve();
    Matcher approve =
        Pattern.compile("\"approve\".*?\"1\\|([0-9a-f]+)\"")
            .matcher(sandboxUsers.messages(REQUESTER, incidentConversation.channel()).toString());
    assertThat(approve.find()).isTrue();
    return approve.group(1);
  }
}
