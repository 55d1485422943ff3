package dev.rollbackbot.sandbox.slack.state;

import java.time.Duration;

/**
 * The times and rates of the stand-in.
 *
 * @param acknowledge time for the bot to answer a delivery
 * @param redeliver time until an envelope without acknowledgement is sent again
 * @param minute the period of a tier's number of calls; shorter makes every rate higher
 * @param postBurst messages that a channel accepts at once before one a second; Slack does not
 *     document it
 */
public record SlackLimits(
    Duration acknowledge,
    Duration trigger,
    Duration responseUrl,
    Duration redeliver,
    Duration minute,
    int postBurst) {
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  public static SlackLimits real() {
    return new SlackLimits(
        THREE_SECONDS,
        THREE_SECONDS,
        Duration.ofMinutes(30),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        5);
  }

  /** For tests: ten times the calls, fast redelivery, time for a busy machine. */
  public static SlackLimits fast() {
    return new SlackLimits(
        Duration.ofMinutes(2),
        Duration.ofMinutes(2),
        Duration.ofMinutes(30),
        Duration.ofMillis(500),
        Duration.ofSeconds(6),
        10);
  }
}
