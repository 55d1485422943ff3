package dev.rollbackbot.alert.door;

import static dev.rollbackbot.alert.door.AlertDoor.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.alert.source.grafana.GrafanaSource;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grafana's messages. The signatures were made with OpenSSL. */
final class GrafanaDoorTest {
  private static final String ALERT = "a1b2c3d4e5f60718";
  private static final String TIME = "1795248930";
  private static final String OF_BODY =
      "8039145abdf9c047c1f6ad6a225b598a128ee12ed4be3d5343a2ac9264882c01";
  private static final String OF_TIME_AND_BODY =
      "104bbade75c6366b1d3943b3121b4f11f02079704133627d79775614304fb765";

  @TempDir Path folder;
  private AlertDoor signed;
  private AlertDoor bearer;

  @BeforeEach
  void open() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(TIME) + 299));
    Optional<Secret> secret = Optional.of(new Secret.Fixed("a-secret-of-the-shop"));
    signed = door(new GrafanaSource(Optional.empty(), secret, 24, clock));
    bearer = door(new GrafanaSource(secret, Optional.empty(), 24, clock));
  }

  private AlertDoor door(AlertSource source) {
    return new AlertDoor(TestDatabase.sqlite(folder), Map.of("grafana", source));
  }

  @AfterEach
  void close() {
    signed.close();
    bearer.close();
  }

  private int posts(String message, String... headers) {
    return signed.posts("grafana", message(message), headers).statusCode();
  }

  private int postsAsBearer(String message) {
    return bearer
        .posts("grafana", message(message), "Authorization", "Bearer a-secret-of-the-shop")
        .statusCode();
  }

  private Optional<AlertStatus> status(String fingerprint) {
    return bearer.stored("grafana", fingerprint).map(AlertState::status);
  }

  @Test
  void its_signature_is_of_the_body_or_of_the_time_and_the_body() {
    assertThat(posts("grafana-firing.json", "x-grafana-alerting-signature", OF_BODY))
        .isEqualTo(204);
    assertThat(
            posts(
                "grafana-firing.json",
                "X-Grafana-Alerting-Signature",
                OF_TIME_AND_BODY,
                "X-Grafana-Alerting-Timestamp",
                TIME))
        .isEqualTo(204);
  }

  @Test
  void other_signatures_are_refused() {
    assertThat(posts("grafana-firing.json")).isEqualTo(401);
    assertThat(posts("grafana-resolved.json", "X-Grafana-Alerting-Signature", OF_BODY))
        .isEqualTo(401);
    assertThat(posts("grafana-firing.json", "X-Grafana-Alerting-Signature", OF_TIME_AND_BODY))
        .isEqualTo(401);
    assertThat(posts("grafana-firing.json", "X-Grafana-Alerting-Signature", "sha256=" + OF_BODY))
        .isEqualTo(401);
    assertThat(posts("grafana-firing.json", "Authorization", "Bearer a-secret-of-the-shop"))
        .isEqualTo(401);
  }

  @Test
  void a_signed_message_of_another_time_is_refused() {
    InstantSource later = InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(TIME) + 301));
    try (AlertDoor door =
        door(
            new GrafanaSource(
                Optional.empty(),
                Optional.of(new Secret.Fixed("a-secret-of-the-shop")),
                24,
                later))) {
      assertThat(
              door.posts(
                      "grafana",
                      message("grafana-firing.json"),
                      "X-Grafana-Alerting-Signature",
                      OF_TIME_AND_BODY,
                      "X-Grafana-Alerting-Timestamp",
                      TIME)
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void an_alert_fires_and_ends() {
    assertThat(postsAsBearer("grafana-firing.json")).isEqualTo(204);
    assertThat(status(ALERT)).contains(AlertStatus.FIRING);
    assertThat(postsAsBearer("grafana-resolved.json")).isEqualTo(204);
    assertThat(status(ALERT)).contains(AlertStatus.RESOLVED);
  }

  @Test
  void no_data_is_not_firing_and_the_test_button_stores_nothing() {
    assertThat(postsAsBearer("grafana-no-data.json")).isEqualTo(204);
    assertThat(status("d1b2c3d4e5f60718")).contains(AlertStatus.NO_DATA);
    assertThat(bearer.counted("grafana", "no_data")).isEqualTo(1);
    assertThat(postsAsBearer("grafana-test.json")).isEqualTo(204);
    assertThat(status("e1b2c3d4e5f60718")).isEmpty();
    assertThat(bearer.counted("grafana", "test")).isEqualTo(1);
  }
}
