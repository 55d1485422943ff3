/**
 * Databases that are asked for one number, read-only.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.metric.sql.SqlSource} is the way in.
 */
@NullMarked
package dev.rollbackbot.gateway.metric.sql;

import org.jspecify.annotations.NullMarked;
