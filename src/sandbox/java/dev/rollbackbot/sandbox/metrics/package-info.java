/** TrafficCounters of the services as counters, and a Prometheus that answers queries about it. */
@org.jspecify.annotations.NullMarked
package dev.rollbackbot.sandbox.metrics;
