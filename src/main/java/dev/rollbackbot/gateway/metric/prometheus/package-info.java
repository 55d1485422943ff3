/**
 * Prometheus and the servers that answer its query API: Mimir, Thanos, VictoriaMetrics, and Loki,
 * whose queries that answer numbers have the same form.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.metric.prometheus.PrometheusSource} is the way in.
 */
@NullMarked
package dev.rollbackbot.gateway.metric.prometheus;

import org.jspecify.annotations.NullMarked;
