package dev.rollbackbot;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait: for a condition, and for no other reason than that it never comes true. */
public final class Waiting {
  /**
   * The longest wait for anything that has to happen. It ends a test that hangs and says nothing
   * about speed, so it is far longer than a busy machine needs.
   */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(50);

  private Waiting() {}

  /** Begins to wait for a condition. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT).pollInterval(POLL).pollDelay(Duration.ZERO);
  }
}
