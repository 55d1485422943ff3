/**
 * The plan that a rollback would have now, and whether it would work, for whoever asks: it reads
 * and changes nothing.
 */
@NullMarked
package dev.rollbackbot.slack.inbound.preview;

import org.jspecify.annotations.NullMarked;
