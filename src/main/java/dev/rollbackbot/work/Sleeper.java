package dev.rollbackbot.work;

import java.time.Duration;

/** Waits inside a task. */
interface Sleeper {
  Sleeper REAL = Sleeper::real;

  /** Throws {@link WorkerStopped} on an interrupt; the task continues after the next start. */
  void sleep(Duration time);

  private static void real(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The interrupt flag stays clear: the failure handler still has to write to the database.
      throw new WorkerStopped(e);
    }
  }

  /** Clears the interrupt flag, for the same reason. */
  static void throwIfInterrupted(String what) {
    if (Thread.interrupted()) {
      throw new WorkerStopped(new InterruptedException("interrupted during " + what));
    }
  }

  final class WorkerStopped extends RuntimeException {
    WorkerStopped(Throwable cause) {
      super("the worker is closing", cause);
    }
  }
}
