/**
 * A strict stand-in for Slack: a workspace in memory, the Web API with Slack's limits, scopes, rate
 * tiers and error codes, and signed deliveries over HTTP or Socket Mode. Must not use the bot.
 */
@NullMarked
package dev.rollbackbot.sandbox.slack;

import org.jspecify.annotations.NullMarked;
