package dev.rollbackbot.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Waits for the process to be told to stop. */
public final class Shutdown {
  private Shutdown() {}

  /**
   * Returns never; on SIGTERM or SIGINT the things are closed in order and the process ends.
   *
   * @param within the longest that closing may take; then the process ends in the middle of it,
   *     which is no worse than being killed
   */
  public static void await(Duration within, AutoCloseable... things) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("shutdown").unstarted(() -> stop(within, things)));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Duration within, AutoCloseable... things) {
    Thread closing = Thread.ofPlatform().name("closing").daemon().start(() -> close(things));
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

  private static void close(AutoCloseable... things) {
    for (AutoCloseable resource : things) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("not closed cleanly: " + e);
      }
    }
  }
}
