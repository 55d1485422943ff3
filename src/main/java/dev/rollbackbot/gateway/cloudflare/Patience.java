package dev.rollbackbot.gateway.cloudflare;

import java.time.Duration;

/** How long one job still waits when Cloudflare asks it to. */
final class Patience {
  private final Duration shortest;
  private Duration left;

  /**
   * Starts with all of it.
   *
   * @param shortest one wait at least, so that even "wait 0 s" comes to an end
   */
  Patience(Duration all, Duration shortest) {
    this.left = all;
    this.shortest = shortest;
  }

  /** Waits as long as asked, if that much is left. False: it did not. */
  boolean await(Duration asked) {
    Duration wait = asked.compareTo(shortest) > 0 ? asked : shortest;
    if (wait.compareTo(left) > 0) {
      return false;
    }
    left = left.minus(wait);
    return pause(wait);
  }

  /** Waits. False: it was interrupted, and the thread's flag is set again. */
  static boolean pause(Duration length) {
    try {
      Thread.sleep(length);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
