/**
 * HTTP in: Slack's requests, liveness, readiness and metrics, on Jetty with virtual threads.
 *
 * <p>Adapter: knows {@code app} only. What a Slack payload means is not known here.
 */
@NullMarked
package dev.rollbackbot.web;

import org.jspecify.annotations.NullMarked;
