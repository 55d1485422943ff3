/**
 * Whether a rollback would work now: what was found of everything that it needs, and what follows
 * from that.
 *
 * <p>Core: records and pure functions. Who asks providers, Slack and sources is {@code
 * app.readiness}.
 */
@NullMarked
package dev.rollbackbot.incident.readiness;

import org.jspecify.annotations.NullMarked;
