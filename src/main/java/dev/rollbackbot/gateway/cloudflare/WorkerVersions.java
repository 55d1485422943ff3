package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is known of one Worker's versions: collected with few calls, and never in the way. */
final class WorkerVersions {
  private static final int MOST_SINGLE_READS = 10;
  private static final int MOST_LISTED = 200;

  private final CloudflareClient cloudflareClient;
  private final String script;
  private final RateLimitBudget budget;
  private final Map<String, Version> known = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Set<String> isDeleted = new HashSet<>();

  WorkerVersions(
      CloudflareClient cloudflareClient,
      String script,
      RateLimitBudget budget,
      Collection<Version> known) {
    this.cloudflareClient = cloudflareClient;
    this.script = script;
    this.budget = budget;
    known.forEach(v -> this.known.put(v.id(), v));
  }

  /** Reads the versions that can be deployed. False: Cloudflare did not list them. */
  boolean readDeployable() {
    try {
      JsonObject envelope = cloudflareClient.read(script + "/versions?deployable=true", budget);
      Optional<List<JsonObject>> items =
          BoundedJson.object(envelope, "result").flatMap(r -> BoundedJson.objects(r, "items"));
      items.orElse(List.of()).stream().limit(MOST_LISTED).forEach(this::cacheVersion);
      listed.addAll(known.keySet());
      return items.isPresent();
    } catch (CloudflareReadException e) {
      return false;
    }
  }

  /** Reads those that are not known yet, one by one, up to a limit. */
  void readMissing(Collection<String> ids) {
    ids.stream()
        .distinct()
        .filter(id -> !known.containsKey(id))
        .limit(MOST_SINGLE_READS)
        .forEach(this::read);
  }

  private void read(String id) {
    switch (cloudflareClient.get(script + "/versions/" + id)) {
      case CloudflareResponse.Success success ->
          BoundedJson.object(success.envelope(), "result")
              .filter(v -> BoundedJson.text(v, "id").equals(Optional.of(id)))
              .ifPresent(this::cacheVersion);
      case CloudflareResponse.ErrorResponse errorResponse -> {
        if (errorResponse.status() == 404) {
          isDeleted.add(id);
        }
      }
      // A label is not worth a wait.
      case CloudflareResponse.RateLimited _, CloudflareResponse.NoResponse _ -> {}
    }
  }

  private void cacheVersion(JsonObject json) {
    version(json).ifPresent(v -> known.put(v.id(), v));
  }

  private static Optional<Version> version(JsonObject json) {
    Optional<JsonObject> metadata = BoundedJson.object(json, "metadata");
    Optional<JsonObject> annotations = BoundedJson.object(json, "annotations");
    return BoundedJson.text(json, "id")
        .filter(PathSegments::allowed)
        .map(id ->
            new Version(
                id,
                label(json, id),
                annotations
                    .flatMap(a -> BoundedJson.text(a, "workers/tag"))
                    .map(CloudflareText::clip),
                metadata
                    .flatMap(m -> BoundedJson.text(m, "created_on"))
                    .flatMap(CloudflareText::instant),
                metadata
                    .flatMap(m -> BoundedJson.text(m, "author_email"))
                    .map(CloudflareText::clip),
                annotations
                    .flatMap(a -> BoundedJson.text(a, "workers/message"))
                    .map(CloudflareText::clip)));
  }

  private static String label(JsonObject json, String id) {
    OptionalDouble number = BoundedJson.number(json, "number");
    double doubleValue = number.orElse(0);
    return doubleValue >= 1
            && doubleValue <= Integer.MAX_VALUE
            && doubleValue == Math.rint(doubleValue)
        ? "v" + (int) doubleValue
        : CloudflareText.shortId(id);
  }

  /** What is known of it; at least its id. */
  Version of(String id) {
    Version version = known.get(id);
    return version != null
        ? version
        : new Version(
            id,
            CloudflareText.shortId(id),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** Whether Cloudflare said that there is no such version any more. */
  boolean isDeleted(String id) {
    return isDeleted.contains(id);
  }

  /** Whether it was in Cloudflare's list of what can be deployed. */
  boolean deployable(String id) {
    return listed.contains(id);
  }
}
