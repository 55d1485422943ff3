package dev.rollbackbot.slack.client;

import java.time.Duration;

/** Until when a caller waits for all its calls, in nanoseconds of {@link System#nanoTime}. */
record WaitDeadline(long nanos) {
  static WaitDeadline in(Duration limit) {
    return new WaitDeadline(System.nanoTime() + limit.toNanos());
  }

  /** Nanoseconds from now; negative: it has passed. */
  long left() {
    return nanos - System.nanoTime();
  }
}
