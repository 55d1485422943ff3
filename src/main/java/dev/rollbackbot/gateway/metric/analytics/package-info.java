/**
 * Cloudflare's analytics of Workers, which are asked by GraphQL.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.metric.analytics.WorkersAnalyticsSource} is the way
 * in.
 */
@NullMarked
package dev.rollbackbot.gateway.metric.analytics;

import org.jspecify.annotations.NullMarked;
