/** Sends what only one person sees. */
@NullMarked
package dev.rollbackbot.slack.inbound.reply;

import org.jspecify.annotations.NullMarked;
