package dev.rollbackbot.work;

import java.time.Duration;

/** Waiting inside of a task. */
interface Sleep {
  /** Waits as long as the clock on the wall says. */
  Sleep REAL = Sleep::real;

  /**
   * Waits.
   *
   * @throws Stopped when the worker is closed meanwhile; the task goes on after the next start
   */
  void sleep(Duration time);

  private static void real(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The flag stays down: the failure handler still has to write to the database.
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
