/**
 * Reads metrics for probes: what every source shares. Each source is a package below.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.metric.MetricProbes} is the way in.
 */
@NullMarked
package dev.rollbackbot.gateway.metric;

import org.jspecify.annotations.NullMarked;
