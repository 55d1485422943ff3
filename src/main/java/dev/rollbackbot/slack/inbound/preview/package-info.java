/**
 * The plan that a rollback would have now, for whoever asks: it reads the providers and changes
 * nothing.
 */
@NullMarked
package dev.rollbackbot.slack.inbound.preview;

import org.jspecify.annotations.NullMarked;
