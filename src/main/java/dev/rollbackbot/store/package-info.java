/**
 * Stores everything in SQLite or PostgreSQL: incidents and their events, the outbox, jobs, the
 * Slack messages that show an incident. One transaction holds an incident's events and their
 * effects.
 *
 * <p>Adapter: depends on {@code app} and the core. {@link dev.rollbackbot.store.Database} is the
 * entry point; SQL and stored JSON stay inside. No decisions, no Slack, no HTTP here.
 */
@NullMarked
package dev.rollbackbot.store;

import org.jspecify.annotations.NullMarked;
