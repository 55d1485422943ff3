package dev.rollbackbot.slack.client;

import java.time.Duration;

/**
 * Until when a caller waits for all its calls.
 *
 * @param nanos in nanoseconds of {@link System#nanoTime}
 * @param limit how long the caller waits in all
 */
record WaitDeadline(long nanos, Duration limit) {
  static WaitDeadline in(Duration limit) {
    return new WaitDeadline(System.nanoTime() + limit.toNanos(), limit);
  }

  /** Nanoseconds from now; negative: it has passed. */
  long left() {
    return nanos - System.nanoTime();
  }
}
