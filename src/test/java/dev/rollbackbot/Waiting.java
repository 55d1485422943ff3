package dev.rollbackbot;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for conditions. */
public final class Waiting {
  /**
   * The longest wait. It ends a test that hangs and asserts nothing about speed, so it is far
   * longer than a busy machine needs.
   */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(50);

  private Waiting() {}

  public static ConditionFactory await() {
    // An uncaught exception of another thread may belong to a class that runs beside this one.
    return Awaitility.await()
        .dontCatchUncaughtExceptions()
        .atMost(LIMIT)
        .pollInterval(POLL)
        .pollDelay(Duration.ZERO);
  }
}
