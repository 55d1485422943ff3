package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Pure;
import dev.rollbackbot.work.WorkSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Pure
final class SettingsTest {
  private static Settings with(Map<String, String> values) {
    Map<String, String> all = new HashMap<>();
    all.put("SLACK_BOT_TOKEN", "xoxb-1");
    all.put("SLACK_SIGNING_SECRET", "1");
    all.put("CLOUDFLARE_API_TOKEN", "1");
    all.put("CLOUDFLARE_ACCOUNT_ID", "1");
    all.putAll(values);
    return Settings.from(all);
  }

  @Test
  void of_the_worker_have_defaults() {
    assertThat(with(Map.of()).work()).isEqualTo(WorkSettings.defaults());
    WorkSettings set =
        with(Map.of("HEARTBEAT", "500ms", "MISSED_HEARTBEATS", "6", "STOP_WITHIN", "1m")).work();
    assertThat(set.heartbeat()).isEqualTo(Duration.ofMillis(500));
    assertThat(set.missedHeartbeats()).isEqualTo(6);
    assertThat(set.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_token_may_be_set_for_an_environment() {
    Map<String, String> tokens =
        with(Map.of(
                "CLOUDFLARE_API_TOKEN_EU_STAGING", "one-of-its-own",
                "CLOUDFLARE_API_TOKEN_FILE", "/run/secrets/token"))
            .cloudflareEnvironmentTokens();
    assertThat(tokens).containsOnly(Map.entry("EU_STAGING", "one-of-its-own"));
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT, 99ms",
    "HEARTBEAT, 61s",
    "HEARTBEAT, 1",
    "HEARTBEAT, one second",
    "HEARTBEAT, -1s",
    "MISSED_HEARTBEATS, 3",
    "MISSED_HEARTBEATS, 101",
    "MISSED_HEARTBEATS, 4s",
    "ROLES_WITHIN, 499ms",
    "ROLES_WITHIN, 61s",
    "STOP_WITHIN, 1s",
    "STOP_WITHIN, 11m"
  })
  void out_of_range_are_refused_with_their_value(String name, String value) {
    assertThatThrownBy(() -> with(Map.of(name, value)))
        .isInstanceOf(Settings.InvalidSettings.class)
        .hasMessageContainingAll(name, "“" + value + "”");
  }
}
