package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.typed.TypedCommand;
import java.time.Instant;
import java.util.Optional;

/**
 * A slash command.
 *
 * @param command such as {@code /rollback}
 * @param typed what follows it
 * @param responseUrl where a later reply goes; empty: to the channel
 */
record SlashCommandInput(
    String person,
    String channel,
    String command,
    TypedCommand typed,
    String trigger,
    Optional<String> responseUrl,
    Instant at) {
  ReplyTarget replyTarget() {
    return new ReplyTarget(person, Optional.of(channel), responseUrl);
  }

  /** A response URL is no text for a log. */
  @Override
  public String toString() {
    return "SlashCommandInput[" + person + ", " + channel + ", " + typed + "]";
  }
}
