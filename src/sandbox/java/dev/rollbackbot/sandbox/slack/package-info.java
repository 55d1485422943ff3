/**
 * A strict stand-in for Slack: a workspace in memory, the Web API with Slack's own limits, scopes,
 * rate tiers and error codes, and signed deliveries over HTTP or Socket Mode. What Slack would
 * refuse is refused here. Nothing of the bot may be known here.
 */
@NullMarked
package dev.rollbackbot.sandbox.slack;

import org.jspecify.annotations.NullMarked;
