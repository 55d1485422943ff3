package dev.rollbackbot.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Waits for SIGTERM or SIGINT and closes what runs. */
public final class Shutdown {
  private Shutdown() {}

  /**
   * Never returns; on a signal the resources are closed in order and the process ends.
   *
   * @param within the longest that closing may take; then the process ends as if it was killed
   */
  public static void await(Duration within, AutoCloseable... resources) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("shutdown").unstarted(() -> stop(within, resources)));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Duration within, AutoCloseable... resources) {
    Thread closing = Thread.ofPlatform().name("closing").daemon().start(() -> close(resources));
    try {
      if (!closing.join(within)) {
        System.err.println(
            "not closed within %d s; what is cut off is taken up at the next start"
                .formatted(within.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes them in order; what can't be closed is said and left. */
  static void close(AutoCloseable... resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("not closed cleanly: " + e);
      }
    }
  }
}
