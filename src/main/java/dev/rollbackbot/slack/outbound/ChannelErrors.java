package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.slack.client.SlackResult.ApiError;
import java.util.Map;
import java.util.Optional;

/** What Slack's refusals of a channel mean in words, and what somebody can do about them. */
final class ChannelErrors {
  private static final String ALLOW = "An admin of the workspace must allow the bot to post there.";

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("is_archived", "Somebody must unarchive that channel."),
          Map.entry("is_inactive", "Somebody must unarchive that channel."),
          Map.entry("not_in_channel", "Somebody in that channel must invite the bot to it."),
          Map.entry(
              "channel_not_found",
              "If the channel is private, somebody in it must invite the bot; otherwise the name or"
                  + " id must be corrected in the runbook or the settings."),
          Map.entry(
              "missing_scope",
              "An admin must add that scope to the Slack app and install it again."),
          Map.entry(
              "message_limit_exceeded", "The workspace has reached Slack's limit for messages."),
          Map.entry("team_access_not_granted", "An admin must add the app to that workspace."),
          Map.entry("ekm_access_denied", "An admin must restore the access to the messages there."),
          // Of a file that is also so where the channel is archived.
          Map.entry(
              "posting_to_channel_denied",
              "If the channel is archived, somebody must unarchive it; otherwise an admin of the"
                  + " workspace must allow the bot to post there."),
          Map.entry("restricted_action", ALLOW),
          Map.entry("restricted_action_read_only_channel", ALLOW),
          Map.entry("restricted_action_thread_only_channel", ALLOW),
          Map.entry("restricted_action_non_threadable_channel", ALLOW),
          Map.entry("restricted_action_thread_locked", ALLOW));

  private ChannelErrors() {}

  static String why(ApiError error) {
    return "Slack answers " + error.why() + words(error);
  }

  /** Empty: nothing is known to help. */
  static Optional<String> remedy(String code) {
    return Optional.ofNullable(REMEDIES.get(code));
  }

  private static String words(ApiError error) {
    if (!error.messages().isEmpty()) {
      return "";
    }
    return switch (error.code()) {
      case "is_archived", "is_inactive" -> ": the channel is archived";
      case "not_in_channel" -> ": the bot is not in that channel";
      case "channel_not_found" -> ": there is no such channel, or the bot is not in it";
      case "restricted_action", "restricted_action_read_only_channel" ->
          ": the bot may not post there";
      default -> "";
    };
  }
}
