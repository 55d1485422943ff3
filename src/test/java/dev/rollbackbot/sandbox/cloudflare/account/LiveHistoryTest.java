package dev.rollbackbot.sandbox.cloudflare.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@Pure
final class LiveHistoryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void a_live_version_is_served_only_after_its_propagation() {
    LiveHistory<String> history = new LiveHistory<>("bad", NOW.minusSeconds(60));
    history.put("good", NOW.plusSeconds(2));

    assertThat(history.live()).isEqualTo("good");
    assertThat(history.served(NOW.plus(SECOND))).isEqualTo("bad");
    assertThat(history.propagating(NOW.plus(SECOND))).isTrue();
    assertThat(history.served(NOW.plusSeconds(2))).isEqualTo("good");
    assertThat(history.propagating(NOW.plusSeconds(2))).isFalse();
  }

  @Test
  void two_changes_propagate_one_after_the_other() {
    LiveHistory<String> history = new LiveHistory<>("first", NOW);
    history.put("second", NOW.plusSeconds(2));
    history.put("third", NOW.plusSeconds(3));

    assertThat(history.served(NOW.plusSeconds(1))).isEqualTo("first");
    assertThat(history.served(NOW.plusSeconds(2))).isEqualTo("second");
    assertThat(history.served(NOW.plusSeconds(3))).isEqualTo("third");
    assertThat(history.newestFirst()).containsExactly("third", "second", "first");
  }
}
