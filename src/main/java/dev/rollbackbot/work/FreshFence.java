package dev.rollbackbot.work;

import dev.rollbackbot.app.Fence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * A fence whose answer is fresh. A process that was stopped between the reading and the answer
 * reads again: for as long as its heartbeats may be missing, nobody takes anything over.
 */
final class FreshFence implements Fence {
  private final BooleanSupplier reading;
  private final Duration fresh;
  private final InstantSource clock;

  /**
   * A fence by that reading.
   *
   * @param fresh how old a reading may be
   */
  FreshFence(BooleanSupplier reading, Duration fresh, InstantSource clock) {
    this.reading = reading;
    this.fresh = fresh;
    this.clock = clock;
  }

  @Override
  public boolean holds() {
    while (true) {
      Instant began = clock.instant();
      long beganNanos = System.nanoTime();
      if (!reading.getAsBoolean()) {
        return false;
      }
      // Two clocks: one may stand still while the machine sleeps, the other may be set back.
      Duration nanos = Duration.ofNanos(System.nanoTime() - beganNanos);
      Duration wall = Duration.between(began, clock.instant());
      if (nanos.compareTo(fresh) < 0 && wall.compareTo(fresh) < 0) {
        return true;
      }
    }
  }
}
