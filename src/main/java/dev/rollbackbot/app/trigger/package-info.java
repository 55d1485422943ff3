/**
 * Triggers that the bot notices by itself.
 *
 * <p>Shell: knows the core.
 */
@NullMarked
package dev.rollbackbot.app.trigger;

import org.jspecify.annotations.NullMarked;
