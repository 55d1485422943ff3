package dev.rollbackbot.sandbox.github.actions;

import java.time.Duration;

/**
 * How long the parts of a run take.
 *
 * @param listing after it a run shows up in lists, with the fault for that
 */
public record RunTimings(
    Duration queue, Duration build, Duration deploy, Duration cancel, Duration listing) {
  public static RunTimings of(boolean fast) {
    return fast
        ? new RunTimings(
            Duration.ofMillis(50),
            Duration.ofMillis(150),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofMillis(300))
        : new RunTimings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(12),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5));
  }
}
