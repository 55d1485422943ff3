package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.InboundLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach Slack. Holds secrets; {@link #toString} shows none.
 *
 * @param apiUrl the prefix of the Web API's methods; ends in {@code /api/}
 * @param botToken begins with {@code xoxb-}
 * @param signingSecret needed where Slack posts over HTTP
 * @param appToken needed for Socket Mode
 * @param incidentsChannel name or id of the channel that shows one card an incident
 * @param groupFresh how long the members of a group are taken as they were read
 * @param groupTrust how long they are still trusted while Slack can't say
 * @param rolesWithin how long all that must be asked about a person's roles may keep them waiting
 * @param patience how long a modal may take to open; below the 3 s that Slack waits
 * @param callLimit how long any other call may take
 * @param inboundLimits on what is taken of payloads and answers
 */
public record SlackOptions(
    URI apiUrl,
    String botToken,
    Optional<String> signingSecret,
    Optional<String> appToken,
    String incidentsChannel,
    Duration groupFresh,
    Duration groupTrust,
    Duration rolesWithin,
    Duration patience,
    Duration callLimit,
    InboundLimits inboundLimits) {
  /** Leaves half a second of the 3 s that Slack waits for the commit and the answer. */
  public static final Duration ROLES_WITHIN = Duration.ofMillis(2_500);

  private static final Duration GROUP_FRESH = Duration.ofSeconds(60);
  private static final Duration GROUP_TRUST = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  public SlackOptions {
    if (!apiUrl.toString().endsWith("/")) {
      throw new IllegalArgumentException(
          "the address of Slack's API must end in a slash, such as https://slack.com/api/");
    }
    if (botToken.isBlank()) {
      throw new IllegalArgumentException("the bot's token is missing");
    }
    if (incidentsChannel.isBlank()) {
      throw new IllegalArgumentException("the incidents channel is missing, such as #incidents");
    }
  }

  /** With the usual times for everything else. */
  public static SlackOptions of(
      URI apiUrl,
      String botToken,
      Optional<String> signingSecret,
      Optional<String> appToken,
      String incidentsChannel,
      Duration rolesWithin,
      InboundLimits inboundLimits) {
    return new SlackOptions(
        apiUrl,
        botToken,
        signingSecret,
        appToken,
        incidentsChannel,
        GROUP_FRESH,
        GROUP_TRUST,
        rolesWithin,
        PATIENCE,
        CALL_LIMIT,
        inboundLimits);
  }

  /** The same, with one limit for whatever Slack is asked. */
  public SlackOptions within(Duration limit) {
    return new SlackOptions(
        apiUrl,
        botToken,
        signingSecret,
        appToken,
        incidentsChannel,
        groupFresh,
        groupTrust,
        limit,
        limit,
        limit,
        inboundLimits);
  }

  /** The incidents channel's name without the hash sign, or its id. */
  String incidents() {
    return incidentsChannel.startsWith("#") ? incidentsChannel.substring(1) : incidentsChannel;
  }

  /** How long what Slack says about groups holds, for callers that can wait that long. */
  StaleTolerantCache.CacheTimes cacheTimes(Duration within) {
    return new StaleTolerantCache.CacheTimes(groupFresh, groupTrust, within);
  }

  @Override
  public String toString() {
    return "SlackOptions[" + apiUrl + ", " + incidentsChannel + ", secrets hidden]";
  }
}
