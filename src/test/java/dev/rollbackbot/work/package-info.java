/** The worker's tests, on a real scheduler and real databases. */
@NullMarked
package dev.rollbackbot.work;

import org.jspecify.annotations.NullMarked;
