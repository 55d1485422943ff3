/**
 * A program of the bot's own for git repositories: it reverts commits, applies a patch or takes a
 * branch as it is, in a checkout of its own, runs programs there and pushes. It is a process like
 * every other program of the provider and knows nothing of the bot.
 */
@NullMarked
package dev.rollbackbot.gateway.process.repository;

import org.jspecify.annotations.NullMarked;
