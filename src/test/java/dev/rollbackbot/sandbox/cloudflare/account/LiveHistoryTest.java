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
  void what_is_live_is_served_only_once_it_has_spread() {
    LiveHistory<String> track = new LiveHistory<>("bad", NOW.minusSeconds(60));
    track.put("good", NOW.plusSeconds(2));

    assertThat(track.live()).isEqualTo("good");
    assertThat(track.served(NOW.plus(SECOND))).isEqualTo("bad");
    assertThat(track.spreading(NOW.plus(SECOND))).isTrue();
    assertThat(track.served(NOW.plusSeconds(2))).isEqualTo("good");
    assertThat(track.spreading(NOW.plusSeconds(2))).isFalse();
  }

  @Test
  void two_changes_in_a_row_spread_one_after_the_other() {
    LiveHistory<String> track = new LiveHistory<>("first", NOW);
    track.put("second", NOW.plusSeconds(2));
    track.put("third", NOW.plusSeconds(3));

    assertThat(track.served(NOW.plusSeconds(1))).isEqualTo("first");
    assertThat(track.served(NOW.plusSeconds(2))).isEqualTo("second");
    assertThat(track.served(NOW.plusSeconds(3))).isEqualTo("third");
    assertThat(track.newestFirst()).containsExactly("third", "second", "first");
  }
}
