/** Checks Slack's payloads, and writes those down that are decided later. */
@NullMarked
package dev.rollbackbot.slack.inbound.payload;

import org.jspecify.annotations.NullMarked;
