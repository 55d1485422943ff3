/** Socket Mode: one connection to Slack that is kept open, bounded, and reported on. */
@NullMarked
package dev.rollbackbot.slack.inbound.socket;

import org.jspecify.annotations.NullMarked;
