package dev.rollbackbot.gateway;

import java.time.Duration;

/** The time that one job may spend waiting for rate limits. Not thread-safe. */
public final class RateLimitBudget {
  private final Duration shortest;
  private Duration left;

  /** Each wait lasts at least {@code shortest}, so that repeated waits of 0 s use up the budget. */
  public RateLimitBudget(Duration all, Duration shortest) {
    this.left = all;
    this.shortest = shortest;
  }

  /** Waits for nothing: nothing limits rates there, or another one waits. */
  public static RateLimitBudget none() {
    return new RateLimitBudget(Duration.ZERO, Duration.ZERO);
  }

  /** False: the budget is too small or the thread was interrupted. */
  public boolean await(Duration retryAfter) {
    Duration wait = retryAfter.compareTo(shortest) > 0 ? retryAfter : shortest;
    if (wait.compareTo(left) > 0) {
      return false;
    }
    left = left.minus(wait);
    return pause(wait);
  }

  /** False: the thread was interrupted; its interrupt flag is set again. */
  public static boolean pause(Duration length) {
    try {
      Thread.sleep(length);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
