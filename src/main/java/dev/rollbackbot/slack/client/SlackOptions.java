package dev.rollbackbot.slack.client;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach Slack. Holds secrets; {@link #toString} shows none.
 *
 * @param apiUrl the prefix of the Web API's methods; ends in {@code /api/}
 * @param botToken begins with {@code xoxb-}
 * @param signingSecret needed where Slack posts over HTTP; two values while it is rotated
 * @param appToken needed for Socket Mode
 * @param incidentsChannel name or id of the channel that shows one card an incident
 * @param groupFresh how long the cached members of a group are used without asking Slack
 * @param groupTrust how long they are used while Slack is unavailable
 * @param rolesWithin limit for all calls that look up a person's roles before what the person did
 *     is acknowledged and decided later
 * @param modalLimit limit for opening a modal; below the 3 s that Slack waits
 * @param callLimit limit for any other call
 * @param inboundLimits for payloads and responses
 */
public record SlackOptions(
    URI apiUrl,
    Secret botToken,
    Optional<Secret> signingSecret,
    Optional<Secret> appToken,
    String incidentsChannel,
    Duration groupFresh,
    Duration groupTrust,
    Duration rolesWithin,
    Duration modalLimit,
    Duration callLimit,
    InboundLimits inboundLimits) {
  /** People get an acknowledgement within a second; what isn't known by then is decided later. */
  public static final Duration ROLES_WITHIN = Duration.ofMillis(700);

  private static final Duration GROUP_FRESH = Duration.ofSeconds(60);
  private static final Duration GROUP_TRUST = Duration.ofMinutes(10);
  private static final Duration MODAL_LIMIT = Duration.ofSeconds(2);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  public SlackOptions {
    if (!apiUrl.toString().endsWith("/")) {
      throw new IllegalArgumentException(
          "the address of Slack's API must end in a slash, such as https://slack.com/api/");
    }
    if (botToken.value().isBlank()) {
      throw new IllegalArgumentException("the bot's token is missing");
    }
    if (incidentsChannel.isBlank()) {
      throw new IllegalArgumentException("the incidents channel is missing, such as #incidents");
    }
  }

  public static SlackOptions of(
      URI apiUrl,
      Secret botToken,
      Optional<Secret> signingSecret,
      Optional<Secret> appToken,
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
        MODAL_LIMIT,
        CALL_LIMIT,
        inboundLimits);
  }

  /** The same, with one limit for every call. */
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

  /** The same, with other limits for what people wait for. */
  public SlackOptions within(Duration roles, Duration modals) {
    return new SlackOptions(
        apiUrl,
        botToken,
        signingSecret,
        appToken,
        incidentsChannel,
        groupFresh,
        groupTrust,
        roles,
        modals,
        callLimit,
        inboundLimits);
  }

  String incidents() {
    return incidentsChannel.startsWith("#") ? incidentsChannel.substring(1) : incidentsChannel;
  }

  StaleTolerantCache.CacheTimes cacheTimes(Duration within) {
    return new StaleTolerantCache.CacheTimes(groupFresh, groupTrust, within);
  }

  @Override
  public String toString() {
    return "SlackOptions[" + apiUrl + ", " + incidentsChannel + ", secrets hidden]";
  }
}
