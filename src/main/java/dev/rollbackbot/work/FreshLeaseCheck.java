package dev.rollbackbot.work;

import dev.rollbackbot.app.LeaseCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Checks that this process still owns a piece of work. A process that was paused during the check
 * checks again: a result younger than the time until a takeover can be relied on.
 *
 * @param maxAge how old the result of the check may be
 */
record FreshLeaseCheck(BooleanSupplier check, Duration maxAge, InstantSource clock)
    implements LeaseCheck {
  @Override
  public boolean isValid() {
    while (true) {
      Instant began = clock.instant();
      long beganNanos = System.nanoTime();
      if (!check.getAsBoolean()) {
        return false;
      }
      // Two clocks: one may stop while the machine sleeps, the other may be set back.
      Duration nanos = Duration.ofNanos(System.nanoTime() - beganNanos);
      Duration wall = Duration.between(began, clock.instant());
      if (nanos.compareTo(maxAge) < 0 && wall.compareTo(maxAge) < 0) {
        return true;
      }
    }
  }
}
