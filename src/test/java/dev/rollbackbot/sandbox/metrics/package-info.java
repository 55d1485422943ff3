/** Tests of the sandbox's Prometheus. */
@NullMarked
package dev.rollbackbot.sandbox.metrics;

import org.jspecify.annotations.NullMarked;
