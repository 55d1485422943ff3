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
 * @param at when it became live
 * @param author who deployed it
 * @param shares at least one; the percentages add up to 100
 */
public record Deployment(
    String id, Instant at, Optional<String> author, List<TrafficShare> shares) {
  public Deployment {
    shares = List.copyOf(shares);
  }

  /**
   * One version's part of the traffic.
   *
   * @param percentage above 0, at most 100
   */
  public record TrafficShare(Version version, double percentage) {}

  /** The version that has all the traffic, if there is one. */
  public Optional<Version> onlyVersion() {
    return shares.size() == 1 && shares.get(0).percentage() >= 100
        ? Optional.of(shares.get(0).version())
        : Optional.empty();
  }

  /** Whether exactly that version is live for everybody. */
  public boolean servesOnly(Version version) {
    return onlyVersion().map(v -> v.id().equals(version.id())).orElse(false);
  }

  /** Whether the same versions are live in the same shares; ids of deployments don't matter. */
  public boolean servesSameAs(Deployment other) {
    return trafficSplit().equals(other.trafficSplit());
  }

  private Set<String> trafficSplit() {
    return shares.stream()
        .map(s -> s.version().id() + "@" + s.percentage())
        .collect(Collectors.toSet());
  }

  /** What is live in a few words, such as v42 or v41 50 % + v42 50 %. */
  public String label() {
    return onlyVersion()
        .map(Version::label)
        .orElseGet(() ->
            shares.stream()
                .map(s -> s.version().label() + " " + Math.round(s.percentage()) + " %")
                .collect(Collectors.joining(" + ")));
  }
}
