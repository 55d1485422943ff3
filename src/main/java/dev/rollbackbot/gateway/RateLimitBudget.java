package dev.rollbackbot.gateway;

import java.time.Duration;

/** How long one job still waits when Cloudflare asks it to. */
public final class RateLimitBudget {
  private final Duration shortest;
  private Duration left;

  /**
   * Starts with all of it.
   *
   * @param shortest one wait at least, so that even "wait 0 s" comes to an end
   */
  public RateLimitBudget(Duration all, Duration shortest) {
    this.left = all;
    this.shortest = shortest;
  }

  /** Waits as long as asked, if that much is left. False: it did not. */
  public boolean await(Duration retryAfter) {
    Duration wait = retryAfter.compareTo(shortest) > 0 ? retryAfter : shortest;
    if (wait.compareTo(left) > 0) {
      return false;
    }
    left = left.minus(wait);
    return pause(wait);
  }

  /** Waits. False: it was interrupted, and the thread's flag is set again. */
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
