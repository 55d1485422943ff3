/**
 * Scripts on databases, whatever the provider: carried out once in one transaction, and found out
 * about by reading the database.
 *
 * <p>Adapter: {@link dev.rollbackbot.gateway.database.ScriptRunner} is the way in.
 */
@NullMarked
package dev.rollbackbot.gateway.database;

import org.jspecify.annotations.NullMarked;
