package dev.rollbackbot.work;

import java.time.Duration;

/** Waiting inside a task. */
interface Sleeper {
  /** Waits in real time. */
  Sleeper REAL = Sleeper::real;

  /**
   * Waits.
   *
   * @throws WorkerStopped when the worker is closing; the task continues after the next start
   */
  void sleep(Duration time);

  private static void real(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The interrupt flag stays clear: the failure handler still has to write to the database.
      throw new WorkerStopped(e);
    }
  }

  /** The worker is closing. */
  final class WorkerStopped extends RuntimeException {
    WorkerStopped(Throwable cause) {
      super("the worker is closing", cause);
    }
  }
}
