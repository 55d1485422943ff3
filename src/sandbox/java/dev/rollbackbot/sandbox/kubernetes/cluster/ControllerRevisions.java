package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The history of StatefulSets and DaemonSets. */
record ControllerRevisions(ClusterObjects objects) {
  static final String HASH_LABEL = "controller-revision-hash";
  private static final String STATEFUL_HASH_LABEL = "controller.kubernetes.io/hash";
  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  /** Lowest revision first. */
  List<JsonObject> of(JsonObject workload) {
    return objects.owned(ApiResource.CONTROLLERREVISIONS, workload).stream()
        .sorted(Comparator.comparingLong(ControllerRevisions::number))
        .toList();
  }

  Optional<JsonObject> named(JsonObject workload, String name) {
    return of(workload).stream()
        .filter(each -> JsonPaths.text(each, "metadata", "name").equals(name))
        .findFirst();
  }

  static JsonObject template(JsonObject revision) {
    return JsonHelper.without(JsonPaths.object(revision, "data", "spec", "template"), "$patch");
  }

  /** The revision of the object's template, with the highest number; made if there is none. */
  JsonObject current(ObjectKey workloadKey, JsonObject workload, Instant now) {
    List<JsonObject> revisions = of(workload);
    long highest = revisions.isEmpty() ? 0 : number(revisions.getLast());
    JsonObject template = JsonPaths.object(workload, "spec", "template");
    Optional<JsonObject> equal =
        revisions.stream().filter(each -> template(each).equals(template)).findFirst();
    if (equal.isEmpty()) {
      return create(workloadKey, workload, highest + 1, now);
    }
    if (number(equal.get()) == highest) {
      return equal.get();
    }
    return objects.write(
        ObjectKey.of(ApiResource.CONTROLLERREVISIONS, equal.get()),
        JsonPaths.put(equal.get(), highest + 1, "revision"));
  }

  /** Deletes the lowest ones beyond the limit; those in use do not count. */
  void cleanUp(JsonObject workload, Set<String> inUse) {
    long limit = JsonPaths.number(workload, 10, "spec", "revisionHistoryLimit");
    List<JsonObject> unused =
        of(workload).stream()
            .filter(each -> !inUse.contains(JsonPaths.text(each, "metadata", "name")))
            .toList();
    unused.stream()
        .limit(Math.max(0, unused.size() - limit))
        .forEach(each -> objects.delete(ObjectKey.of(ApiResource.CONTROLLERREVISIONS, each)));
  }

  private static long number(JsonObject revision) {
    return JsonPaths.number(revision, 0, "revision");
  }

  private JsonObject create(ObjectKey key, JsonObject workload, long number, Instant now) {
    JsonObject template = JsonPaths.object(workload, "spec", "template");
    String hash = PodTemplates.hash(template);
    JsonObject labels =
        JsonHelper.with(
            JsonPaths.object(template, "metadata", "labels"),
            key.resource() == ApiResource.STATEFULSETS ? STATEFUL_HASH_LABEL : HASH_LABEL,
            hash);
    JsonObjectBuilder metadata =
        JsonHelper.object()
            .add("labels", labels)
            .add("ownerReferences", JsonHelper.array().add(ReplicaSets.owner(workload)));
    String cause = JsonPaths.text(workload, "metadata", "annotations", CHANGE_CAUSE);
    if (!cause.isEmpty()) {
      metadata.add("annotations", JsonHelper.object().add(CHANGE_CAUSE, cause));
    }
    JsonObject body =
        JsonHelper.object()
            .add("metadata", metadata)
            .add(
                "data",
                JsonHelper.object()
                    .add(
                        "spec",
                        JsonHelper.object()
                            .add("template", JsonHelper.with(template, "$patch", "replace"))))
            .add("revision", number)
            .build();
    return objects.create(
        key.sibling(ApiResource.CONTROLLERREVISIONS, key.name() + "-" + hash), body, now);
  }
}
