package dev.rollbackbot.incident;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What earlier incidents taught.
 *
 * @param badVersions ids of versions that an earlier incident rolled back from
 * @param tookBefore how long the last rollback of a service took, by the provider's name for it
 */
public record Lore(Set<String> badVersions, Map<String, Duration> tookBefore) {
  /** Nothing known. */
  public static final Lore NONE = new Lore(Set.of(), Map.of());

  public Lore {
    badVersions = Set.copyOf(badVersions);
    tookBefore = Map.copyOf(tookBefore);
  }
}
