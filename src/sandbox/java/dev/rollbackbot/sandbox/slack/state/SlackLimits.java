package dev.rollbackbot.sandbox.slack.state;

import java.time.Duration;

/**
 * The times and rates that the stand-in holds the bot to.
 *
 * @param acknowledge how long the bot may take to answer a delivery
 * @param trigger how long a trigger id may be used
 * @param responseUrl how long a response_url may be used
 * @param redeliver how long after the last try a Socket Mode envelope that was not acknowledged is
 *     sent again
 * @param minute over what time a tier's number of calls is spread; shorter makes every rate higher
 * @param postBurst how many messages a channel takes at once before the one-a-second rule bites;
 *     Slack tolerates a short burst and does not say how many
 */
public record SlackLimits(
    Duration acknowledge,
    Duration trigger,
    Duration responseUrl,
    Duration redeliver,
    Duration minute,
    int postBurst) {

  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  /** As Slack has them. */
  public static SlackLimits real() {
    return new SlackLimits(
        THREE_SECONDS,
        THREE_SECONDS,
        Duration.ofMinutes(30),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        5);
  }

  /** For tests: ten times the calls, a redelivery after half a second, time for a busy machine. */
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
