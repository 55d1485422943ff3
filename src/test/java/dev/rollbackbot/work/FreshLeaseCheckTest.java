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
  void a_result_that_is_too_old_is_read_again() {
    FreshLeaseCheck lease =
        new FreshLeaseCheck(
            () -> {
              if (readings.incrementAndGet() == 1) {
                now.set(now.get().plus(FRESH));
              }
              return true;
            },
            FRESH,
            now::get);
    assertThat(lease.isValid()).isTrue();
    assertThat(readings).hasValue(2);
  }

  @Test
  void work_that_was_taken_over_during_the_pause_is_lost() {
    FreshLeaseCheck lease =
        new FreshLeaseCheck(
            () -> {
              now.set(now.get().plus(FRESH));
              return readings.incrementAndGet() == 1;
            },
            FRESH,
            now::get);
    assertThat(lease.isValid()).isFalse();
  }
}
