/** Counts in live logs. Nothing of them is kept but how many there were in each second. */
@NullMarked
package dev.rollbackbot.gateway.metric.logs;

import org.jspecify.annotations.NullMarked;
