package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version made live in an environment at a time. Traffic may be split over several versions.
 *
 * @param id the provider's id
 * @param at when it became live; empty: the provider does not say
 * @param author who deployed it
 * @param shares at least one; the percentages add up to 100
 */
public record Deployment(
    String id, Optional<Instant> at, Optional<String> author, List<TrafficShare> shares) {
  public Deployment {
    shares = List.copyOf(shares);
  }

  /** A version's percentage of the traffic: above 0, at most 100. */
  public record TrafficShare(Version version, double percentage) {}

  /** The version that has all the traffic, if there is one. */
  public Optional<Version> onlyVersion() {
    return shares.size() == 1 && shares.get(0).percentage() >= 100
        ? Optional.of(shares.get(0).version())
        : Optional.empty();
  }

  /**
   * When it was deployed: when it became live, or when it was made if it is a version of its own.
   * It need not have been live ever since. Empty: not known.
   */
  public Optional<Instant> deployedAt() {
    return at.or(
        () -> onlyVersion().filter(version -> version.id().equals(id)).flatMap(Version::created));
  }

  public boolean servesOnly(Version version) {
    return onlyVersion().filter(v -> v.id().equals(version.id())).isPresent();
  }

  /** Whether the same versions have the same shares; deployment ids are ignored. */
  public boolean servesSameAs(Deployment other) {
    return trafficSplit().equals(other.trafficSplit());
  }

  private Set<String> trafficSplit() {
    return shares.stream()
        .map(s -> s.version().id() + "@" + s.percentage())
        .collect(Collectors.toSet());
  }

  /** For people, such as v42 or v41 50 % + v42 50 %. */
  public String label() {
    return onlyVersion()
        .map(Version::label)
        .orElseGet(() ->
            shares.stream()
                .map(s -> s.version().label() + " " + Math.round(s.percentage()) + " %")
                .collect(Collectors.joining(" + ")));
  }
}
