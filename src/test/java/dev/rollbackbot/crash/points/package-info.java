/** Whole incidents whose process is killed at every point that has a name. */
@NullMarked
package dev.rollbackbot.crash.points;

import org.jspecify.annotations.NullMarked;
