/**
 * Remembers everything in SQLite or PostgreSQL: incidents and their events, the outbox, jobs, which
 * message shows what. One transaction holds an incident's events and all that follows from them.
 *
 * <p>Adapter: knows {@code app} and the core. {@link dev.rollbackbot.store.Database} is the way in;
 * SQL and stored JSON are nobody else's business. No decisions, no Slack, no HTTP here.
 */
@NullMarked
package dev.rollbackbot.store;

import org.jspecify.annotations.NullMarked;
