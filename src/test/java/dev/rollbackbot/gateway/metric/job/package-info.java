/** Programs that measure, which are really run. */
@NullMarked
package dev.rollbackbot.gateway.metric.job;

import org.jspecify.annotations.NullMarked;
