package dev.rollbackbot.alert.door;

import static dev.rollbackbot.alert.door.AlertDoor.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.alertmanager.AlertmanagerSource;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alertmanager's messages. */
final class AlertmanagerDoorTest {
  private static final String FIRST = "a1b2c3d4e5f60718";
  private static final String SECOND = "b1b2c3d4e5f60718";
  private static final String BEARER = "Bearer the-one-of-alertmanager";

  abstract static class AlertmanagerContract {
    AlertDoor door;

    abstract String newUrl();

    @BeforeEach
    void open() {
      Secret secret = new Secret.Fixed("the-one-before-alertmanager the-one-of-alertmanager");
      door = new AlertDoor(newUrl(), Map.of("alertmanager", new AlertmanagerSource(secret, 24)));
    }

    @AfterEach
    void close() {
      door.close();
    }

    HttpResponse<String> posts(byte[] body) {
      return door.posts("alertmanager", body, "Authorization", BEARER);
    }

    void delivers(String name) {
      HttpResponse<String> answer = posts(message(name));
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();
    }

    AlertStatus status(String fingerprint) {
      return door.stored("alertmanager", fingerprint).map(AlertState::status).orElseThrow();
    }

    int counted(String result) {
      return door.counted("alertmanager", result);
    }

    @Test
    void a_group_is_stored_before_it_is_acknowledged() {
      delivers("alertmanager-firing.json");
      assertThat(status(FIRST)).isEqualTo(AlertStatus.FIRING);
      assertThat(status(SECOND)).isEqualTo(AlertStatus.FIRING);
      assertThat(door.stored("alertmanager", FIRST).orElseThrow().title())
          .isEqualTo("CheckoutErrors: 4 of 100 requests fail");
      assertThat(counted("fired")).isEqualTo(2);
    }

    @Test
    void repeats_are_no_new_firing_and_each_alert_ends_by_itself() {
      delivers("alertmanager-firing.json");
      delivers("alertmanager-firing.json");
      assertThat(counted("still_firing")).isEqualTo(2);
      delivers("alertmanager-partly-resolved.json");
      assertThat(status(FIRST)).isEqualTo(AlertStatus.RESOLVED);
      assertThat(status(SECOND)).isEqualTo(AlertStatus.FIRING);
      delivers("alertmanager-resolved.json");
      assertThat(status(SECOND)).isEqualTo(AlertStatus.RESOLVED);
      assertThat(counted("resolved")).isEqualTo(2);
      // Their start is the old one when a single message of Prometheus' was lost.
      delivers("alertmanager-firing.json");
      assertThat(counted("fired")).isEqualTo(4);
    }

    @Test
    void what_a_truncated_group_leaves_out_goes_on_firing() {
      delivers("alertmanager-firing.json");
      delivers("alertmanager-truncated.json");
      assertThat(status(FIRST)).isEqualTo(AlertStatus.FIRING);
      assertThat(counted("left_out")).isEqualTo(7);
    }

    @Test
    void a_test_is_acknowledged_and_not_stored() {
      delivers("alertmanager-test.json");
      assertThat(door.stored("alertmanager", FIRST)).isEmpty();
      assertThat(counted("test")).isEqualTo(1);
    }

    @Test
    void both_secrets_are_accepted_while_one_replaces_the_other() {
      assertThat(
              door.posts(
                      "alertmanager",
                      message("alertmanager-firing.json"),
                      "authorization",
                      "bearer the-one-before-alertmanager")
                  .statusCode())
          .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Bearer the-one-of-alertmanage",
          "Bearer the-one-of-alertmanager2",
          "Bearer the-one-before-alertmanager the-one-of-alertmanager",
          "Basic the-one-of-alertmanager",
          "the-one-of-alertmanager",
          "Bearer"
        })
    void nothing_is_read_without_the_secret(String authorization) {
      HttpResponse<String> answer =
          door.posts(
              "alertmanager", message("alertmanager-firing.json"), "Authorization", authorization);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(door.stored("alertmanager", FIRST)).isEmpty();
      assertThat(counted("not_authentic")).isEqualTo(1);
    }

    @Test
    void without_any_header_it_is_refused_too() {
      assertThat(door.posts("alertmanager", message("alertmanager-firing.json")).statusCode())
          .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "alert",
          "[]",
          "{\"version\":\"3\",\"alerts\":[]}",
          "{\"version\":\"4\",\"alerts\":{}}",
          "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\"}]}",
          "{\"version\":\"4\",\"alerts\":[]} {}",
          "{\"version\":\"4\",\"alerts\":[{\"status\":\"on\",\"labels\":{\"a\":\"b\"},"
              + "\"startsAt\":\"2026-11-20T08:15:30Z\"}]}"
        })
    void what_cannot_be_read_is_refused_with_a_sentence(String body) {
      HttpResponse<String> answer = posts(body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).endsWith(".\n");
    }

    @Test
    void other_bytes_than_text_and_bodies_beyond_the_limit_are_refused() {
      assertThat(posts(new byte[] {'{', (byte) 0xff, '}'}).statusCode()).isEqualTo(400);
      assertThat(posts(new byte[1024 * 1024 + 1]).statusCode()).isEqualTo(413);
      assertThat(posts("[".repeat(500_000).getBytes(StandardCharsets.UTF_8)).statusCode())
          .isEqualTo(400);
    }

    @Test
    void a_source_without_a_secret_is_not_there() {
      assertThat(door.posts("grafana", message("grafana-firing.json")).statusCode()).isEqualTo(404);
      assertThat(door.posts("", message("grafana-firing.json")).statusCode()).isEqualTo(404);
      assertThat(door.sends("DELETE", "alertmanager", new byte[0]).statusCode()).isEqualTo(405);
    }

    @Test
    void a_database_that_takes_nothing_makes_the_sender_come_again() {
      door.loseDatabase();
      HttpResponse<String> answer = posts(message("alertmanager-firing.json"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(counted("not_stored")).isEqualTo(1);
    }

    @Test
    void a_thousand_alerts_in_one_message_are_stored() {
      StringBuilder alerts = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        alerts
            .append(i == 0 ? "" : ",")
            .append("{\"status\":\"firing\",\"labels\":{\"alertname\":\"Storm\",\"instance\":\"")
            .append(i)
            .append("\"},\"annotations\":{},\"startsAt\":\"2026-11-20T08:15:30Z\"}");
      }
      String body = "{\"version\":\"4\",\"alerts\":[" + alerts + "],\"truncatedAlerts\":0}";
      assertThat(posts(body.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(204);
      assertThat(counted("fired")).isEqualTo(1_000);
    }
  }

  @Nested
  class AlertmanagerOnSqlite extends AlertmanagerContract {
    @TempDir Path folder;

    @Override
    String newUrl() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class AlertmanagerOnPostgres extends AlertmanagerContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }
}
