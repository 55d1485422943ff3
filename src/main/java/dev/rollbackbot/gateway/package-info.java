/**
 * The only door to the outside world, apart from Slack: one sub-package for each runner of
 * commands, and {@code http} for probes. What they share lives here: one bounded HTTP exchange and
 * the redaction of secrets.
 *
 * <p>Adapter: knows {@code app} and the core. No Slack, no database, no decisions here. Whatever
 * the world answers is untrusted: bounded in size and time, and never taken for a success unless it
 * was read back.
 */
@NullMarked
package dev.rollbackbot.gateway;

import org.jspecify.annotations.NullMarked;
