package dev.rollbackbot.sandbox.httpjobs;

import java.util.Map;

/** One run of a job. Used under the lock of {@link SimulatedRuns}. */
final class SimulatedRun {
  enum Phase {
    WAITING,
    RUNNING,
    /** Its result is known, and it still runs. */
    CLOSING,
    STOPPING,
    SUCCEEDED,
    FAILED,
    STOPPED
  }

  /** Its number in the queue. */
  final int place;

  final Map<String, String> parameters;
  Phase phase = Phase.WAITING;

  final int number;

  /** Whether it has left the queue to run. */
  boolean begun;

  SimulatedRun(int place, int number, Map<String, String> parameters) {
    this.place = place;
    this.number = number;
    this.parameters = Map.copyOf(parameters);
  }

  boolean ended() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED || phase == Phase.STOPPED;
  }

  String log() {
    return "deploying "
        + parameters
        + "\n"
        + (ended() ? "\u001b[32;1mfinished: " + phase + "\u001b[0;m\n" : "");
  }
}
