/** Payloads as they are read and stored. */
@NullMarked
package dev.rollbackbot.slack.inbound.payload;

import org.jspecify.annotations.NullMarked;
