package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.time.Duration;

/**
 * Durations of the stand-in: realistic, or short for tests.
 *
 * @param step how finely the controllers divide the time that has passed since the last request
 * @param observation until a controller sees a change of the specification
 * @param rollout from there until the last new pod is available
 * @param selfHeal until the owner writes its template back
 * @param delayedChange until a change that nobody answered for is made
 * @param watch how often an open watch looks for changes
 */
public record ClusterTimings(
    Duration step,
    Duration observation,
    Duration rollout,
    Duration selfHeal,
    Duration delayedChange,
    Duration watch) {
  public static ClusterTimings of(boolean fast) {
    return fast
        ? new ClusterTimings(
            Duration.ofMillis(20),
            Duration.ofMillis(60),
            Duration.ofMillis(300),
            Duration.ofMillis(900),
            Duration.ofMillis(600),
            Duration.ofMillis(20))
        : new ClusterTimings(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            Duration.ofSeconds(12),
            Duration.ofMillis(250));
  }
}
