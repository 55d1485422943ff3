package dev.rollbackbot.work;

import dev.rollbackbot.app.LeaseCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Checks that this process still owns a piece of work. A process that was paused during the check
 * checks again: a result younger than the time until a takeover can be relied on.
 */
final class FreshLeaseCheck implements LeaseCheck {
  private final BooleanSupplier check;
  private final Duration maxAge;
  private final InstantSource clock;

  /**
   * A lease check by that query.
   *
   * @param maxAge how old its result may be
   */
  FreshLeaseCheck(BooleanSupplier check, Duration maxAge, InstantSource clock) {
    this.check = check;
    this.maxAge = maxAge;
    this.clock = clock;
  }

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
