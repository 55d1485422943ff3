/** Slack's Web API: calls with results as values, limits, lookups and caches. */
@NullMarked
package dev.rollbackbot.slack.client;

import org.jspecify.annotations.NullMarked;
