package dev.rollbackbot.sandbox.kubernetes.cluster;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The stored objects; each write counts the resource version on. Not thread-safe. */
public final class ClusterObjects {
  private static final long FIRST_VERSION = 4700;

  private final Map<ObjectKey, JsonObject> objects = new TreeMap<>();
  private long version = FIRST_VERSION;

  /** To the second, as the API server writes times. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public Optional<JsonObject> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /**
   * The objects of a kind.
   *
   * @param namespace "" for all
   */
  public List<JsonObject> list(ApiResource resource, String namespace) {
    List<JsonObject> found = new ArrayList<>();
    objects.forEach((key, object) -> {
      if (key.resource() == resource
          && (namespace.isEmpty() || key.namespace().equals(namespace))) {
        found.add(object);
      }
    });
    return found;
  }

  /** The objects of a kind that a controller made for an object. */
  List<JsonObject> owned(ApiResource resource, JsonObject owner) {
    String uid = JsonPaths.text(owner, "metadata", "uid");
    return list(resource, JsonPaths.text(owner, "metadata", "namespace")).stream()
        .filter(each ->
            JsonPaths.array(each, "metadata", "ownerReferences")
                .getValuesAs(JsonObject.class)
                .stream()
                .anyMatch(ref -> uid.equals(JsonPaths.text(ref, "uid"))))
        .toList();
  }

  JsonObject create(ObjectKey key, JsonObject object, Instant now) {
    version++;
    String uid =
        UUID.nameUUIDFromBytes((key + " " + version).getBytes(StandardCharsets.UTF_8)).toString();
    JsonObject made = JsonPaths.put(object, key.resource().apiVersion(), "apiVersion");
    made = JsonPaths.put(made, key.resource().kind, "kind");
    made = JsonPaths.put(made, key.name(), "metadata", "name");
    if (!key.namespace().isEmpty()) {
      made = JsonPaths.put(made, key.namespace(), "metadata", "namespace");
    }
    made = JsonPaths.put(made, uid, "metadata", "uid");
    made = JsonPaths.put(made, time(now), "metadata", "creationTimestamp");
    made = JsonPaths.put(made, String.valueOf(version), "metadata", "resourceVersion");
    made = JsonPaths.put(made, 1, "metadata", "generation");
    objects.put(key, made);
    return made;
  }

  /** Counts the generation on if the specification changed. */
  JsonObject write(ObjectKey key, JsonObject changed) {
    JsonObject stored = stored(key);
    JsonObject next = withGeneration(key, stored, changed);
    return writeStatus(key, next);
  }

  /** Leaves the generation as it is. An equal object is not written. */
  JsonObject writeStatus(ObjectKey key, JsonObject changed) {
    JsonObject stored = stored(key);
    if (stored.equals(changed)) {
      return stored;
    }
    version++;
    JsonObject next =
        JsonPaths.put(changed, String.valueOf(version), "metadata", "resourceVersion");
    objects.put(key, next);
    return next;
  }

  /** As a write would leave it, but for the resource version. */
  static JsonObject withGeneration(ObjectKey key, JsonObject stored, JsonObject changed) {
    boolean spec = !JsonPaths.object(stored, "spec").equals(JsonPaths.object(changed, "spec"));
    // Only Deployments count a change of their annotations.
    boolean annotations =
        key.resource() == ApiResource.DEPLOYMENTS
            && !JsonPaths.object(stored, "metadata", "annotations")
                .equals(JsonPaths.object(changed, "metadata", "annotations"));
    long generation = JsonPaths.number(stored, 1, "metadata", "generation");
    return JsonPaths.put(
        changed, spec || annotations ? generation + 1 : generation, "metadata", "generation");
  }

  void delete(ObjectKey key) {
    version++;
    objects.remove(key);
  }

  public long version() {
    return version;
  }

  void clear() {
    objects.clear();
  }

  private JsonObject stored(ObjectKey key) {
    return get(key).orElseThrow(() -> new IllegalStateException("not stored: " + key));
  }
}
