/** Somebody's own runbooks in the sandbox. */
@NullMarked
package dev.rollbackbot.story.played;

import org.jspecify.annotations.NullMarked;
