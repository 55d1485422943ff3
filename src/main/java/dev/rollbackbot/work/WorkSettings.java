package dev.rollbackbot.work;

import java.time.Duration;

/**
 * How work is done.
 *
 * @param heartbeat how often a worker says that it is alive
 * @param missedHeartbeats after how many that are missing its work is given to another
 * @param poll how often a worker looks for work that others asked for
 * @param threads how much is done at the same time, at most
 * @param drain how long work that is under way may take to end when the worker is closed
 * @param longestBackoff the longest wait before something is tried again
 * @param sweep how often it is made sure that nothing waits unseen
 * @param jobs limits of jobs
 */
public record WorkSettings(
    Duration heartbeat,
    int missedHeartbeats,
    Duration poll,
    int threads,
    Duration drain,
    Duration longestBackoff,
    Duration sweep,
    JobLimits jobs) {

  /**
   * Limits of jobs.
   *
   * @param limit the longest that a runner may take; a log capture takes its own length on top
   * @param poll time between two questions to a runner
   * @param settle how long a provider must go on saying that a rollback was not done until it is
   *     believed: a request may still be on its way
   * @param settlePoll time between two such questions after a crash
   * @param findOutPoll time between two questions of a job that only finds out
   * @param findOutLimit the longest that one goes on asking
   * @param attempts how often a job is begun at most, when beginning it fails
   */
  public record JobLimits(
      Duration limit,
      Duration poll,
      Duration settle,
      Duration settlePoll,
      Duration findOutPoll,
      Duration findOutLimit,
      int attempts) {}

  /** After how long without a sign of life work is taken for abandoned, at the earliest. */
  Duration takenOverAfter() {
    return heartbeat.multipliedBy(missedHeartbeats);
  }

  /** What fits a bot in production. */
  public static WorkSettings standard() {
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
            5));
  }
}
