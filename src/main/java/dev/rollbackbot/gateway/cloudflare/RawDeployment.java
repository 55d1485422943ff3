package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A Worker's deployment as Cloudflare returns it: versions are ids only. */
record RawDeployment(
    String id,
    Instant at,
    Optional<String> author,
    Optional<String> message,
    List<RawShare> shares) {
  private static final double ROUNDING = 0.5;

  record RawShare(String version, double percentage) {}

  /** Empty if a required field is missing or invalid. */
  static Optional<RawDeployment> of(JsonObject json) {
    Optional<String> id = BoundedJson.text(json, "id").filter(PathSegments::allowed);
    Optional<Instant> at = BoundedJson.text(json, "created_on").flatMap(ProviderText::instant);
    Optional<List<RawShare>> shares = shares(json);
    if (id.isEmpty() || at.isEmpty() || shares.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> author = BoundedJson.text(json, "author_email").map(ProviderText::name);
    Optional<String> message =
        BoundedJson.object(json, "annotations")
            .flatMap(a -> BoundedJson.text(a, "workers/message"));
    return Optional.of(new RawDeployment(id.get(), at.get(), author, message, shares.get()));
  }

  private static Optional<List<RawShare>> shares(JsonObject json) {
    List<RawShare> shares = new ArrayList<>();
    double sum = 0;
    for (JsonObject part : BoundedJson.objects(json, "versions").orElse(List.of())) {
      Optional<String> version = BoundedJson.text(part, "version_id").filter(PathSegments::allowed);
      OptionalDouble percentage = BoundedJson.number(part, "percentage");
      if (version.isEmpty() || percentage.isEmpty() || percentage.getAsDouble() < 0) {
        return Optional.empty();
      }
      sum += percentage.getAsDouble();
      // A version at 0 % is not live.
      if (percentage.getAsDouble() > 0) {
        shares.add(new RawShare(version.get(), percentage.getAsDouble()));
      }
    }
    return Math.abs(sum - 100) <= ROUNDING ? Optional.of(List.copyOf(shares)) : Optional.empty();
  }

  Deployment toDeployment(Function<String, Version> versions) {
    return new Deployment(
        id,
        Optional.of(at),
        author,
        shares.stream()
            .map(s -> new TrafficShare(versions.apply(s.version()), s.percentage()))
            .toList());
  }

  List<String> versionIds() {
    return shares.stream().map(RawShare::version).toList();
  }
}
