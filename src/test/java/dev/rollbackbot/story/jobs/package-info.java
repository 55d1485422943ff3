/** Steps whose work a provider runs. */
@NullMarked
package dev.rollbackbot.story.jobs;

import org.jspecify.annotations.NullMarked;
