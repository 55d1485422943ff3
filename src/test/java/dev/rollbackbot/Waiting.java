package dev.rollbackbot;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** Waits for conditions. */
public final class Waiting {
  /**
   * The longest wait. It ends a test that hangs and asserts nothing about speed, so it is far
   * longer than a busy machine needs.
   */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration SHORTEST_POLL = Duration.ofMillis(20);
  private static final Duration LONGEST_POLL = Duration.ofMillis(250);

  private Waiting() {}

  public static ConditionFactory await() {
    // An uncaught exception of another thread may belong to a class that runs beside this one.
    return Awaitility.await()
        .dontCatchUncaughtExceptions()
        .atMost(LIMIT)
        .pollInterval(IterativePollInterval.iterative(Waiting::longer, SHORTEST_POLL))
        .pollDelay(Duration.ZERO);
  }

  /** A long wait leaves the machine to what it waits for. */
  private static Duration longer(Duration interval) {
    Duration longer = interval.multipliedBy(5).dividedBy(4);
    return longer.compareTo(LONGEST_POLL) < 0 ? longer : LONGEST_POLL;
  }
}
