package dev.rollbackbot.incident.rollback;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What is known from earlier incidents.
 *
 * @param badVersions ids of versions that an earlier incident rolled back from
 * @param lastDurations how long the last rollback of a service took, by the provider's name for it
 */
public record RollbackHistory(Set<String> badVersions, Map<String, Duration> lastDurations) {
  public static final RollbackHistory NONE = new RollbackHistory(Set.of(), Map.of());

  public RollbackHistory {
    badVersions = Set.copyOf(badVersions);
    lastDurations = Map.copyOf(lastDurations);
  }
}
