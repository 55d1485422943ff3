package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
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
final class RequestsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private Stage stage;
  private People people;
  private Door door;

  @BeforeAll
  void begin() {
    stage = Stage.quick();
    people = stage.people();
    door = new Door(stage.bot(), stage.sandbox().signingSecret());
  }

  @AfterAll
  void end() {
    stage.close();
  }

  private static String help() {
    return Door.slash(REQUESTER, INCIDENTS, "help");
  }

  @Nested
  final class Signatures {
    @Test
    void a_good_one_is_answered() {
      assertThat(door.posts(help()).body()).contains("/rollback factory [environment]");
    }

    @Test
    void none_at_all() {
      refused(door.unsigned(help()));
    }

    @Test
    void of_another_secret() {
      Door stranger = new Door(stage.bot(), "0123456789abcdef0123456789abcdef");
      refused(stranger.signed(help(), Instant.now()));
    }

    @Test
    void of_another_body() {
      String now = Long.toString(Instant.now().getEpochSecond());
      refused(
          door.unsigned(help() + "&text=factory")
              .header("X-Slack-Request-Timestamp", now)
              .header("X-Slack-Signature", door.signature(now, help())));
    }

    @Test
    void replayed_after_five_minutes_or_dated_ahead() {
      refused(door.signed(help(), Instant.now().minus(Duration.ofSeconds(310))));
      refused(door.signed(help(), Instant.now().plus(Duration.ofSeconds(310))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1e9", "99999999999999999999", "now", "١٧٦٤"})
    void at_a_time_that_is_none(String time) {
      refused(
          door.unsigned(help())
              .header("X-Slack-Request-Timestamp", ascii(time))
              .header("X-Slack-Signature", door.signature(time, help())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0=", "v0", "v1=00", "zzzz"})
    void that_is_none(String signature) {
      refused(
          door.unsigned(help())
              .header("X-Slack-Request-Timestamp", Long.toString(Instant.now().getEpochSecond()))
              .header("X-Slack-Signature", signature));
    }

    private static String ascii(String text) {
      return text.replaceAll("[^ -~]", "?");
    }

    private void refused(HttpRequest.Builder request) {
      Door.Answer answer = door.send(request);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).isEqualToIgnoringNewLines("The signature does not hold.");
    }
  }

  @Nested
  final class Shapes {
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
      Door.Answer answer = door.posts(body);
      assertThat(answer.status()).as("%s", answer).isIn(200, 400, 404);
      assertThat(answer.body()).doesNotContain("Exception", "\tat ", "java.", "dev.rollbackbot");
      assertThat(door.posts(help()).status()).isEqualTo(200);
    }

    @Test
    void a_click_without_a_person_a_message_or_an_action_changes_nothing() {
      for (String actions : List.of("[]", "null", "[{}]", "[{\"action_id\":\"approve\"}]")) {
        String payload =
            "{\"type\":\"block_actions\",\"user\":{\"id\":\"U0REQUESTER\"},\"actions\":"
                + actions
                + "}";
        Door.Answer answer =
            door.posts(Door.interaction(Json.createReader(new StringReader(payload)).readObject()));
        assertThat(answer.status()).as(actions).isIn(200, 400, 404);
        assertThat(answer.body()).as(actions).doesNotContain("Exception", "dev.rollbackbot");
      }
    }

    @Test
    void a_modal_that_is_not_ours_closes() {
      Door.Answer answer =
          door.posts(
              Door.submission(REQUESTER, "somebody-elses", "x", JsonValue.EMPTY_JSON_OBJECT));
      assertThat(answer).isEqualTo(new Door.Answer(200, ""));
    }

    @Test
    void a_body_larger_than_a_megabyte_is_not_read() {
      String large = "text=" + "x".repeat(MEGABYTE);
      assertThat(door.posts(large).status()).isEqualTo(413);
      HttpRequest.Builder chunked =
          door.to("/slack/events")
              .POST(
                  BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
      assertThat(door.send(chunked).status()).isEqualTo(413);
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
      assertThat(
              door.send(
                      door.to("/slack/events")
                          .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, 1})))
                  .status())
          .isEqualTo(401);
    }
  }

  @Nested
  final class Places {
    @Test
    void only_slack_posts_here_and_nobody_posts_elsewhere() {
      assertThat(door.send(door.to("/slack/events").GET()).status()).isEqualTo(405);
      assertThat(door.send(door.to("/").GET()).status()).isEqualTo(404);
      assertThat(door.send(door.to("/slack/events/").GET()).status()).isEqualTo(404);
      assertThat(door.send(door.to("/healthz").POST(BodyPublishers.noBody())).status())
          .isEqualTo(405);
      assertThat(door.send(door.to("/../etc/passwd").GET()).status()).isIn(400, 404);
    }

    @Test
    void it_is_alive_ready_and_measured() {
      assertThat(door.send(door.to("/healthz").GET()).status()).isEqualTo(200);
      assertThat(door.send(door.to("/readyz").GET()).body())
          .contains("database: well", "slack: well", "provider: well");
      assertThat(door.send(door.to("/metrics").GET()).body()).contains("rollbackbot_");
    }

    @Test
    void a_header_that_is_too_large_is_refused() {
      assertThat(door.send(door.to("/healthz").header("X", "x".repeat(20_000)).GET()).status())
          .isEqualTo(431);
    }
  }

  @Test
  void the_same_payload_delivered_twice_has_one_effect_and_the_same_answer() {
    Incident incident = Incident.planned(people, 1);
    String click = Door.click(APPROVER, incident.channel(), "approve", "1|" + hash(incident));
    assertThat(door.posts(click)).isEqualTo(door.posts(click));
    incident.reads("*Checking*");
    assertThat(door.posts(click).status()).isEqualTo(200);
    assertThat(people.whispers(APPROVER, incident.channel())).isEmpty();
    assertThat(incident.text().split("approved plan", -1)).hasSize(2);
    assertThat(Incident.rollbacks(people)).hasSize(3);

    String cancel = Door.slash(REQUESTER, incident.channel(), "cancel enough");
    Door.Answer first = door.posts(cancel);
    assertThat(first.body()).contains("INC-1 is cancelled.");
    assertThat(door.posts(cancel)).isEqualTo(first);
    assertThat(door.posts(Door.slash(REQUESTER, incident.channel(), "cancel again")).body())
        .contains("INC-1 has moved on");
  }

  /** The hash of the plan that waits for approval, from its button. */
  private String hash(Incident incident) {
    incident.approve();
    Matcher approve =
        Pattern.compile("\"approve\".*?\"1\\|([0-9a-f]+)\"")
            .matcher(people.messages(REQUESTER, incident.channel()).toString());
    assertThat(approve.find()).isTrue();
    return approve.group(1);
  }
}
