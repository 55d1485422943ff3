/**
 * The service that loads, decides and stores, and the ports that the adapters implement.
 *
 * <p>Shell: depends on the core only. No Slack, no JDBC, no HTTP here.
 */
@NullMarked
package dev.rollbackbot.app;

import org.jspecify.annotations.NullMarked;
