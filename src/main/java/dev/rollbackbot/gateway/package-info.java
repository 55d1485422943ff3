/**
 * Clients of external systems except Slack: one sub-package per provider, and {@code http} for
 * probes. They share the bounded HTTP client and the redaction of secrets.
 *
 * <p>Adapter: knows {@code app} and the core. No Slack, no database, no decisions. Responses are
 * untrusted: bounded in size and time, and a change counts as done only once it was read back.
 */
@NullMarked
package dev.rollbackbot.gateway;

import org.jspecify.annotations.NullMarked;
