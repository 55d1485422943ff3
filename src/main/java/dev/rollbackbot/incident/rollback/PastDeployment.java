package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A deployment before the live one, in short: what people read of it, and its versions' ids.
 *
 * @param at empty: the provider did not say when
 * @param message of its only version, or of its newest one
 */
public record PastDeployment(
    String label,
    Optional<Instant> at,
    Optional<String> author,
    Optional<String> message,
    List<String> versions) {
  public PastDeployment {
    versions = List.copyOf(versions);
  }

  public static PastDeployment of(Deployment deployment) {
    Stream<Version> versions = deployment.shares().stream().map(s -> s.version());
    return new PastDeployment(
        deployment.label(),
        deployment.at(),
        deployment.author(),
        versions.flatMap(v -> v.message().stream()).findFirst(),
        deployment.shares().stream().map(s -> s.version().id()).toList());
  }
}
