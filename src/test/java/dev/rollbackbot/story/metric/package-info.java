/** Rollbacks that are verified by metrics. */
@NullMarked
package dev.rollbackbot.story.metric;

import org.jspecify.annotations.NullMarked;
