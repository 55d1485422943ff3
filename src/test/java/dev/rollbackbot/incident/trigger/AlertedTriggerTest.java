package dev.rollbackbot.incident.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@Pure
class AlertedTriggerTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private static Instant after(int minutes) {
    return NOON.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void one_that_began_and_ended_unseen_is_a_firing() {
    AlertedTrigger seen = AlertedTrigger.NONE.seen(false, NOON, after(1));
    assertThat(seen.begunAt()).contains(NOON);
    assertThat(seen.firing()).isFalse();
    assertThat(seen.beginIsNews()).isTrue();
  }

  @Test
  void one_that_could_not_be_told_is_told_though_the_next_one_has_begun() {
    AlertedTrigger untold = AlertedTrigger.NONE.seen(false, NOON, after(1));
    AlertedTrigger later = untold.seen(true, after(30), after(30));
    assertThat(later.begunAt()).contains(NOON);
    assertThat(later.beginIsNews()).isTrue();
    AlertedTrigger quiet = later.withBeginTold().seen(false, after(30), after(31));
    assertThat(quiet.seen(true, after(60), after(60)).begunAt()).contains(after(60));
  }
}
