/**
 * HTTP in: Slack's requests, alerts of other systems, liveness, readiness and metrics, on Jetty
 * with virtual threads.
 *
 * <p>Adapter: depends on {@code app} only. The meaning of Slack's payloads is decided elsewhere.
 */
@NullMarked
package dev.rollbackbot.web;

import org.jspecify.annotations.NullMarked;
