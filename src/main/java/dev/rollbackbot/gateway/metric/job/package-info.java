/** Programs that measure. */
@NullMarked
package dev.rollbackbot.gateway.metric.job;

import org.jspecify.annotations.NullMarked;
