/** The Web API that the bot calls: routes, tokens, scopes, rate limits and the methods. */
@NullMarked
package dev.rollbackbot.sandbox.slack.api;

import org.jspecify.annotations.NullMarked;
