package dev.rollbackbot;

import java.util.concurrent.CountDownLatch;

/** Waits for the process to be told to stop. */
final class Shutdown {
  private Shutdown() {}

  /** Returns never; on SIGTERM or SIGINT the things are closed in order and the process ends. */
  static void await(AutoCloseable... things) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  for (AutoCloseable thing : things) {
                    try {
                      thing.close();
                    } catch (Exception e) {
                      System.err.println("not closed cleanly: " + e);
                    }
                  }
                }));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
