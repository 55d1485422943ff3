package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions of one Worker, read with few calls. Failed reads are not errors. */
final class WorkerVersions {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerVersions.class);
  private static final int MAX_SINGLE_READS = 20;

  /** Cloudflare is not asked for more after as many failures: each may take long. */
  private static final int MAX_FAILED_READS = 3;

  private static final int MAX_LISTED = 200;

  private final CloudflareClient client;
  private final String script;
  private final RateLimitBudget budget;
  private final Map<String, Version> known = new HashMap<>();

  /** Tags of the Durable Object migrations that versions stand on. */
  private final Map<String, String> migrations = new HashMap<>();

  private final Set<String> listed = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> attempted = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private boolean anyRead;
  private boolean rateLimited;

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
          BoundedJson.object(envelope, "result").flatMap(r -> BoundedJson.entries(r, "items"));
      items.orElse(List.of()).stream().limit(MAX_LISTED).forEach(this::cacheVersion);
      listed.addAll(known.keySet());
      return items.isPresent();
    } catch (ProviderReadException e) {
      return false;
    }
  }

  /** Reads unknown versions one by one, up to a limit. */
  void readMissing(Collection<String> ids) {
    ids.stream().distinct().filter(id -> !known.containsKey(id)).forEach(this::read);
  }

  /** Reads versions without a digest one by one, up to a limit: a list may lack the digests. */
  void readDetails(Collection<String> ids) {
    ids.stream().distinct().filter(id -> of(id).digest().isEmpty()).forEach(this::read);
  }

  private void read(String id) {
    boolean enough =
        rateLimited || attempted.size() >= MAX_SINGLE_READS || failed.size() >= MAX_FAILED_READS;
    if (enough || !attempted.add(id)) {
      return;
    }
    try {
      JsonObject envelope = client.read(script + "/versions/" + id, budget);
      Optional<JsonObject> version =
          BoundedJson.object(envelope, "result")
              .filter(v -> BoundedJson.text(v, "id").equals(Optional.of(id)));
      version.ifPresentOrElse(this::cacheVersion, () -> failed.add(id));
      anyRead |= version.isPresent();
    } catch (ProviderReadException e) {
      if (e.notFound()) {
        deleted.add(id);
      } else if (e.rateLimited()) {
        rateLimited = true;
      } else {
        LOG.warn("version could not be read path={}/versions/{} cause={}", script, id, e.text());
        failed.add(id);
      }
    }
  }

  private void cacheVersion(JsonObject json) {
    version(json)
        .ifPresent(v -> {
          known.merge(v.id(), v, WorkerVersions::merged);
          BoundedJson.object(json, "resources")
              .flatMap(r -> field(r, "script_runtime", "migration_tag"))
              .ifPresent(tag -> migrations.put(v.id(), tag));
        });
  }

  /** A list and a single read don't have the same fields. */
  private static Version merged(Version old, Version added) {
    boolean numbered = !old.label().equals(ProviderText.shortId(old.id()));
    return new Version(
        old.id(),
        numbered ? old.label() : added.label(),
        old.tag().or(added::tag),
        old.created().or(added::created),
        old.author().or(added::author),
        old.message().or(added::message),
        old.digest().or(added::digest));
  }

  private static Optional<Version> version(JsonObject json) {
    return BoundedJson.text(json, "id")
        .filter(PathSegments::allowed)
        .map(id ->
            new Version(
                id,
                label(json, id),
                field(json, "annotations", "workers/tag"),
                field(json, "metadata", "created_on").flatMap(ProviderText::instant),
                field(json, "metadata", "author_email"),
                field(json, "annotations", "workers/message").map(ProviderText::clip),
                BoundedJson.object(json, "resources").flatMap(r -> field(r, "script", "etag"))));
  }

  private static Optional<String> field(JsonObject json, String parent, String name) {
    return BoundedJson.object(json, parent)
        .flatMap(p -> BoundedJson.text(p, name))
        .map(ProviderText::name);
  }

  private static String label(JsonObject json, String id) {
    double value = BoundedJson.number(json, "number").orElse(0);
    return value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value)
        ? "v" + (int) value
        : ProviderText.shortId(id);
  }

  /** At least the id and a label made of it. */
  Version of(String id) {
    return known.getOrDefault(
        id,
        new Version(
            id,
            ProviderText.shortId(id),
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

  /** Whether it could not be read by itself, though other versions could. */
  boolean isUnreadable(String id) {
    return anyRead && failed.contains(id);
  }

  boolean detailsFailed(String id) {
    return failed.contains(id);
  }

  /** Empty: it has none, or it was not read. */
  Optional<String> migration(String id) {
    return Optional.ofNullable(migrations.get(id));
  }

  boolean deployable(String id) {
    return listed.contains(id);
  }
}
