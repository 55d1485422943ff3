/**
 * Probes: one GET each, judged against what the runbook expects.
 *
 * <p>Adapter: everything but {@code HttpProbes} and its {@code ProbeCredentials} is
 * package-private.
 */
@NullMarked
package dev.rollbackbot.gateway.http;

import org.jspecify.annotations.NullMarked;
