package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.typed.TypedCommand;
import java.time.Instant;

/**
 * A slash command.
 *
 * @param command such as {@code /rollback}
 * @param typed what follows it
 */
record SlashCommandInput(
    String person,
    String channel,
    String command,
    TypedCommand typed,
    String trigger,
    Instant at) {}
