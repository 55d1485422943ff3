package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.ErrorResponse;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.NoResponse;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.RateLimited;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.Success;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Versions of one Worker, read with few calls. Failed reads are not errors. */
final class WorkerVersions {
  private static final int MAX_SINGLE_READS = 10;
  private static final int MAX_LISTED = 200;

  private final CloudflareClient client;
  private final String script;
  private final RateLimitBudget budget;
  private final Map<String, Version> known = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();

  WorkerVersions(
      CloudflareClient client, String script, RateLimitBudget budget, Collection<Version> known) {
    this.client = client;
    this.script = script;
    this.budget = budget;
    known.forEach(v -> this.known.put(v.id(), v));
  }

  /** Lists the deployable versions. False: Cloudflare returned no list. */
  boolean readDeployable() {
    try {
      JsonObject envelope = client.read(script + "/versions?deployable=true", budget);
      Optional<List<JsonObject>> items =
          BoundedJson.object(envelope, "result").flatMap(r -> BoundedJson.objects(r, "items"));
      items.orElse(List.of()).stream().limit(MAX_LISTED).forEach(this::cacheVersion);
      listed.addAll(known.keySet());
      return items.isPresent();
    } catch (CloudflareReadException e) {
      return false;
    }
  }

  /** Reads unknown versions one by one, up to a limit. */
  void readMissing(Collection<String> ids) {
    ids.stream()
        .distinct()
        .filter(id -> !known.containsKey(id))
        .limit(MAX_SINGLE_READS)
        .forEach(this::read);
  }

  private void read(String id) {
    switch (client.get(script + "/versions/" + id)) {
      case Success success ->
          BoundedJson.object(success.envelope(), "result")
              .filter(v -> BoundedJson.text(v, "id").equals(Optional.of(id)))
              .ifPresent(this::cacheVersion);
      case ErrorResponse error -> {
        if (error.status() == 404) {
          deleted.add(id);
        }
      }
      // The label is optional, so no retry.
      case RateLimited _, NoResponse _ -> {}
    }
  }

  private void cacheVersion(JsonObject json) {
    version(json).ifPresent(v -> known.put(v.id(), v));
  }

  private static Optional<Version> version(JsonObject json) {
    return BoundedJson.text(json, "id")
        .filter(PathSegments::allowed)
        .map(id ->
            new Version(
                id,
                label(json, id),
                field(json, "annotations", "workers/tag"),
                field(json, "metadata", "created_on").flatMap(CloudflareText::instant),
                field(json, "metadata", "author_email"),
                field(json, "annotations", "workers/message"),
                BoundedJson.object(json, "resources").flatMap(r -> field(r, "script", "etag"))));
  }

  private static Optional<String> field(JsonObject json, String parent, String name) {
    return BoundedJson.object(json, parent)
        .flatMap(p -> BoundedJson.text(p, name))
        .map(CloudflareText::clip);
  }

  private static String label(JsonObject json, String id) {
    double value = BoundedJson.number(json, "number").orElse(0);
    return value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value)
        ? "v" + (int) value
        : CloudflareText.shortId(id);
  }

  /** At least the id and a label made of it. */
  Version of(String id) {
    return known.getOrDefault(
        id,
        new Version(
            id,
            CloudflareText.shortId(id),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /** Whether Cloudflare no longer has the version. */
  boolean isDeleted(String id) {
    return deleted.contains(id);
  }

  boolean deployable(String id) {
    return listed.contains(id);
  }
}
