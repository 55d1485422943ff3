package dev.rollbackbot.slack.inbound.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.app.Readiness;
import dev.rollbackbot.app.ReadinessCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@Pure
final class SocketModeHealthTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
  private final SocketModeHealth health = new SocketModeHealth(now::get);
  private final ReadinessCheck check =
      new ReadinessCheck(health::problem, Duration.ofSeconds(30), now::get);

  private Readiness after(int seconds) {
    now.set(now.get().plusSeconds(seconds));
    return check.get();
  }

  @Test
  void a_moment_without_a_connection_is_shown_and_counts_after_half_a_minute() {
    health.connected();
    assertThat(after(0)).isEqualTo(Readiness.WELL);
    health.lost("closed");
    Readiness moment = after(10);
    assertThat(moment.ready()).isTrue();
    assertThat(moment.text())
        .contains("since 2026-03-02T12:00:00Z; counts from 2026-03-02T12:00:30Z");
    assertThat(after(20).ready()).isFalse();
    health.connected();
    assertThat(after(0)).isEqualTo(Readiness.WELL);
  }

  @Test
  void a_refused_app_token_counts_at_once() {
    health.lost("apps.connections.open answers invalid_auth");
    assertThat(after(0).ready()).isFalse();
    assertThat(after(0).text()).contains("SLACK_APP_TOKEN", "invalid_auth");
  }

  @Test
  void a_connection_that_slack_closes_again_and_again_counts_until_one_holds() {
    for (int i = 0; i < 3; i++) {
      health.connected();
      health.received("{\"type\":\"disconnect\",\"reason\":\"link_disabled\"}");
      health.lost("closed");
      assertThat(after(5).ready()).isFalse();
    }
    assertThat(after(0).text()).contains("switch it on", "since 2026-03-02T12:00:00Z");
    health.connected();
    assertThat(after(30).ready()).isFalse();
    assertThat(after(60)).isEqualTo(Readiness.WELL);
  }

  @Test
  void as_many_connections_as_slack_allows_count() {
    health.connected();
    health.received("{\"type\":\"hello\",\"num_connections\":2}");
    assertThat(after(0)).isEqualTo(Readiness.WELL);
    health.received("{\"type\":\"hello\",\"num_connections\":10}");
    assertThat(after(0).ready()).isFalse();
    health.received("no JSON with \"hello\"");
    assertThat(after(0).text()).contains("10 connections");
  }
}
