/** Delivery of payloads to the bot: signed HTTP requests and Socket Mode. */
@NullMarked
package dev.rollbackbot.sandbox.slack.delivery;

import org.jspecify.annotations.NullMarked;
