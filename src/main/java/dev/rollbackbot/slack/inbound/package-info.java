/** Payloads become commands; the person who acted gets the reply. */
@NullMarked
package dev.rollbackbot.slack.inbound;

import org.jspecify.annotations.NullMarked;
