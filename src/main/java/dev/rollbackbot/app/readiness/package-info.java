/**
 * Asks everything that a rollback needs, without changing anything, and keeps what it found.
 *
 * <p>What follows from the answers is decided in {@code incident.readiness}.
 */
@NullMarked
package dev.rollbackbot.app.readiness;

import org.jspecify.annotations.NullMarked;
