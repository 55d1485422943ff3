/** Rollbacks that begin with what the bot measured by itself. */
@NullMarked
package dev.rollbackbot.story.trigger;

import org.jspecify.annotations.NullMarked;
