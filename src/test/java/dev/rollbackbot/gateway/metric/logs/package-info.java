/** Counts in live logs, of a stream that tests play. */
@NullMarked
package dev.rollbackbot.gateway.metric.logs;

import org.jspecify.annotations.NullMarked;
