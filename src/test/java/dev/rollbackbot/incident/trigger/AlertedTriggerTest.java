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

  @Test
  void one_that_never_ends_hides_none_that_begins_long_after_it() {
    AlertedTrigger stuck = AlertedTrigger.NONE.seen(true, NOON, NOON).withBeginTold();
    AlertedTrigger later = stuck.seen(true, after(10), after(10));
    assertThat(later.begunAt()).contains(after(10));
    assertThat(later.beginIsNews()).isTrue();
  }

  @Test
  void those_that_begin_one_soon_after_the_other_are_one_firing_however_long_it_goes_on() {
    AlertedTrigger firing = AlertedTrigger.NONE.seen(true, NOON, NOON).withBeginTold();
    for (int minute = 9; minute < 60; minute += 9) {
      firing = firing.seen(true, after(minute), after(minute));
      assertThat(firing.begunAt()).contains(NOON);
      assertThat(firing.beginIsNews()).isFalse();
    }
  }

  @Test
  void one_that_begins_after_a_recovery_is_a_new_firing_though_another_one_fires_on() {
    AlertedTrigger over =
        AlertedTrigger.NONE.seen(true, NOON, NOON).withBeginTold().withRecovery(after(5));
    AlertedTrigger joined = over.seen(true, after(9), after(9));
    assertThat(joined.begunAt()).contains(NOON);
    assertThat(joined.seen(true, after(9), after(10)).begunAt()).contains(after(10));
  }
}
