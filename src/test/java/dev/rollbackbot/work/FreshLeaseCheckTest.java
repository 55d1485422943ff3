package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A process that is paused between the check and the request. */
@Pure
final class FreshLeaseCheckTest {
  private static final Duration FRESH = Duration.ofHours(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger readings = new AtomicInteger();

  @Test
  void an_old_reading_is_read_again() {
    FreshLeaseCheck fence =
        new FreshLeaseCheck(
            () -> {
              if (readings.incrementAndGet() == 1) {
                now.set(now.get().plus(FRESH));
              }
              return true;
            },
            FRESH,
            now::get);
    assertThat(fence.isValid()).isTrue();
    assertThat(readings).hasValue(2);
  }

  @Test
  void what_was_taken_over_during_the_sleep_holds_no_more() {
    FreshLeaseCheck fence =
        new FreshLeaseCheck(
            () -> {
              now.set(now.get().plus(FRESH));
              return readings.incrementAndGet() == 1;
            },
            FRESH,
            now::get);
    assertThat(fence.isValid()).isFalse();
  }
}
