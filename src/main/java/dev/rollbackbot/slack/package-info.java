/**
 * The Slack adapter, the only user of Slack's SDK; knows {@code app} and the core.
 *
 * <p>{@code inbound} turns payloads into commands, {@code outbound} delivers effects; both use
 * {@code client} (the Web API) and {@code view} (pure functions from state to Block Kit), which
 * know nothing of them or of each other.
 */
@NullMarked
package dev.rollbackbot.slack;

import org.jspecify.annotations.NullMarked;
