/**
 * PostgreSQL and SQLite, with a login that may write.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.database.jdbc.SqlDatabaseProvider} is the way in.
 */
@NullMarked
package dev.rollbackbot.gateway.database.jdbc;

import org.jspecify.annotations.NullMarked;
