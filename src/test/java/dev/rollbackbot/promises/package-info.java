/**
 * What the bot promises, as small machines that watch a conversation event by event and fail at the
 * first one that breaks it. They keep their own books and trust none of the core's. Used where
 * every state is explored and where whole runs are simulated.
 */
@NullMarked
package dev.rollbackbot.promises;

import org.jspecify.annotations.NullMarked;
