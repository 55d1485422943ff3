/**
 * The command line: commands, settings and start-up errors. The commands start the bot by a {@link
 * dev.rollbackbot.cli.BotStarter}, so this package does not depend on the wiring.
 */
@NullMarked
package dev.rollbackbot.cli;

import org.jspecify.annotations.NullMarked;
