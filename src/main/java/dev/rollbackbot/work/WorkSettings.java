package dev.rollbackbot.work;

import java.time.Duration;

/**
 * Timing and limits of the worker.
 *
 * @param heartbeat interval of a worker's sign of life
 * @param missedHeartbeats number of missing heartbeats after which another worker takes over
 * @param poll interval of the search for tasks that other instances scheduled
 * @param threads the most tasks at the same time, besides jobs
 * @param drainTimeout how long running tasks may take to end when the worker is closed
 * @param longestBackoff the longest wait between two attempts
 * @param sweepInterval interval of the search for work without a task
 */
public record WorkSettings(
    Duration heartbeat,
    int missedHeartbeats,
    Duration poll,
    int threads,
    Duration drainTimeout,
    Duration longestBackoff,
    Duration sweepInterval,
    JobLimits jobs) {

  /**
   * Limits of jobs.
   *
   * @param limit the longest run of a job; a log capture may take its own length on top
   * @param poll interval between two queries of a job's progress
   * @param notDoneFor how long a provider must report "not done" before it counts
   * @param settlePoll interval of these queries after a crash
   * @param findOutPoll interval of the queries of a job that only reads an outcome
   * @param findOutLimit the longest run of such a job
   * @param stopLimit how long a job may take to end after it was asked to stop
   * @param attempts the most attempts at starting a job
   */
  public record JobLimits(
      Duration limit,
      Duration poll,
      Duration notDoneFor,
      Duration settlePoll,
      Duration findOutPoll,
      Duration findOutLimit,
      Duration stopLimit,
      int attempts) {}

  /** The shortest time after the last heartbeat until another instance takes the work over. */
  Duration heartbeatTimeout() {
    return heartbeat.multipliedBy(missedHeartbeats);
  }

  public static WorkSettings defaults() {
    return new WorkSettings(
        Duration.ofSeconds(1),
        4,
        Duration.ofMillis(500),
        16,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        new JobLimits(
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            5));
  }
}
