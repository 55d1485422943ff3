package dev.rollbackbot.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.alert.AlertState.AlertStep;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of one alert, as its messages come in. */
@Pure
final class AlertStateTest {
  private static final Instant EIGHT = Instant.parse("2026-11-20T08:00:00Z");

  private static Instant minute(int minutes) {
    return EIGHT.plusSeconds(minutes * 60L);
  }

  private static Alert firing(int start) {
    return alert(AlertStatus.FIRING, start, Optional.empty(), Optional.empty());
  }

  private static Alert resolved(int start, int end) {
    return alert(AlertStatus.RESOLVED, start, Optional.of(end), Optional.empty());
  }

  private static Alert sent(AlertStatus status, int at) {
    return alert(status, at, Optional.empty(), Optional.of(at));
  }

  private static Alert alert(
      AlertStatus status, int start, Optional<Integer> end, Optional<Integer> sent) {
    return new Alert(
        "a1",
        status,
        "CheckoutErrors",
        Map.of("service", "checkout"),
        minute(start),
        end.map(AlertStateTest::minute),
        sent.map(AlertStateTest::minute));
  }

  /** The last step of those messages, delivered one minute after the other. */
  private static AlertStep after(Alert first, Alert... more) {
    AlertStep step = AlertState.first(first, minute(100));
    int now = 101;
    for (Alert alert : more) {
      step = step.state().next(alert, minute(now++));
    }
    return step;
  }

  @Test
  void a_first_message_fires_unless_it_says_otherwise() {
    assertThat(after(firing(0)).change()).isEqualTo(AlertChange.FIRED);
    assertThat(after(resolved(0, 5)).change()).isEqualTo(AlertChange.NOTHING);
    assertThat(after(sent(AlertStatus.NO_DATA, 0)).change()).isEqualTo(AlertChange.NO_DATA);
  }

  @Test
  void a_repetition_changes_only_when_it_was_seen() {
    AlertStep step = after(firing(0), firing(0));
    assertThat(step.change()).isEqualTo(AlertChange.STILL_FIRING);
    assertThat(step.state().seenAt()).isEqualTo(minute(101));
    assertThat(step.state().changedAt()).isEqualTo(minute(100));
  }

  @Test
  void firing_after_resolved_fires_again_also_with_the_same_start() {
    assertThat(after(firing(0), resolved(0, 5), firing(0)).change()).isEqualTo(AlertChange.FIRED);
    assertThat(after(firing(0), resolved(0, 5), firing(7)).change()).isEqualTo(AlertChange.FIRED);
  }

  @Test
  void a_later_start_while_it_fires_is_the_same_firing() {
    assertThat(after(firing(0), firing(9)).change()).isEqualTo(AlertChange.STILL_FIRING);
    assertThat(after(firing(9), firing(0)).change()).isEqualTo(AlertChange.STILL_FIRING);
  }

  @Test
  void it_is_resolved_once() {
    assertThat(after(firing(0), resolved(0, 5)).change()).isEqualTo(AlertChange.RESOLVED);
    assertThat(after(firing(0), resolved(0, 5), resolved(0, 5)).change())
        .isEqualTo(AlertChange.NOTHING);
  }

  @Test
  void messages_about_an_earlier_firing_are_outdated() {
    assertThat(after(firing(0), resolved(0, 5), firing(10), resolved(0, 5)).change())
        .isEqualTo(AlertChange.OUTDATED);
    assertThat(after(firing(10), resolved(10, 15), firing(0)).change())
        .isEqualTo(AlertChange.OUTDATED);
  }

  @Test
  void the_senders_time_orders_messages_that_come_in_another_order() {
    AlertStep step = after(sent(AlertStatus.RESOLVED, 5), sent(AlertStatus.FIRING, 0));
    assertThat(step.change()).isEqualTo(AlertChange.OUTDATED);
    assertThat(step.state().status()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(after(sent(AlertStatus.RESOLVED, 5), sent(AlertStatus.FIRING, 6)).change())
        .isEqualTo(AlertChange.FIRED);
  }

  @Test
  void no_data_neither_fires_nor_ends_what_fires() {
    AlertStep whileFiring = after(sent(AlertStatus.FIRING, 0), sent(AlertStatus.NO_DATA, 1));
    assertThat(whileFiring.change()).isEqualTo(AlertChange.NO_DATA);
    assertThat(whileFiring.state().status()).isEqualTo(AlertStatus.FIRING);
    AlertStep ended = after(sent(AlertStatus.NO_DATA, 0), sent(AlertStatus.RESOLVED, 1));
    assertThat(ended.change()).isEqualTo(AlertChange.NOTHING);
    assertThat(after(sent(AlertStatus.NO_DATA, 0), sent(AlertStatus.FIRING, 1)).change())
        .isEqualTo(AlertChange.FIRED);
  }

  @Test
  void what_counts_for_a_time_only_fires_again_after_it() {
    Alert first = alert(AlertStatus.FIRING, 0, Optional.of(102), Optional.of(0));
    Alert second = alert(AlertStatus.FIRING, 1, Optional.of(200), Optional.of(1));
    assertThat(after(first, second).change()).isEqualTo(AlertChange.STILL_FIRING);
    Alert ended = alert(AlertStatus.FIRING, 0, Optional.of(101), Optional.of(0));
    assertThat(after(ended, second).change()).isEqualTo(AlertChange.FIRED);
    assertThat(after(alert(AlertStatus.FIRING, 0, Optional.of(99), Optional.of(0))).change())
        .isEqualTo(AlertChange.NOTHING);
    assertThat(
            after(first, alert(AlertStatus.FIRING, 1, Optional.of(101), Optional.of(1))).change())
        .isEqualTo(AlertChange.OUTDATED);
  }
}
