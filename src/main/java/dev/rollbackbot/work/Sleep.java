package dev.rollbackbot.work;

import java.time.Duration;

/** Waiting inside of a task. */
final class Sleep {
  private Sleep() {}

  /**
   * Waits.
   *
   * @throws Stopped when the worker is closed meanwhile; the task goes on after the next start
   */
  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The flag stays down: the failure handler still has to write to the database.
      throw new Stopped(e);
    }
  }

  /** The worker is closing. */
  static final class Stopped extends RuntimeException {
    Stopped(Throwable cause) {
      super("the worker is closing", cause);
    }
  }
}
