package dev.rollbackbot.work;

import java.time.Duration;

/** Waiting inside a task. */
interface Sleep {
  /** Waits in real time. */
  Sleep REAL = Sleep::real;

  /**
   * Waits.
   *
   * @throws Stopped when the worker is closing; the task continues after the next start
   */
  void sleep(Duration time);

  private static void real(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The interrupt flag stays clear: the failure handler still has to write to the database.
      throw new Stopped(e);
    }
  }

  /** The worker is closing. */
  final class Stopped extends RuntimeException {
    Stopped(Throwable cause) {
      super("the worker is closing", cause);
    }
  }
}
