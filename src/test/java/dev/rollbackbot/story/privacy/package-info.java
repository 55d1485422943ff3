/** Secrets, people's data and private incidents, at the bot's own door. */
@NullMarked
package dev.rollbackbot.story.privacy;

import org.jspecify.annotations.NullMarked;
