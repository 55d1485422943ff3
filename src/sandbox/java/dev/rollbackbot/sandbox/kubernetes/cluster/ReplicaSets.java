package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ReplicaSets of Deployments, and the revision numbers on them. */
record ReplicaSets(ClusterObjects objects) {
  static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";

  /** Annotations of a Deployment that its ReplicaSets do not get. */
  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          DESIRED,
          MAXIMUM,
          "deprecated.deployment.rollback.to");

  /** Lowest revision first. */
  List<JsonObject> of(JsonObject deployment) {
    return objects.owned(ApiResource.REPLICASETS, deployment).stream()
        .sorted(Comparator.comparingLong(ReplicaSets::revision))
        .toList();
  }

  /** The oldest with the Deployment's template. */
  Optional<JsonObject> current(JsonObject deployment) {
    JsonObject template = JsonPaths.object(deployment, "spec", "template");
    return of(deployment).stream()
        .filter(each -> PodTemplates.same(JsonPaths.object(each, "spec", "template"), template))
        .min(
            Comparator.comparing(
                (JsonObject each) -> JsonPaths.text(each, "metadata", "creationTimestamp")));
  }

  static long revision(JsonObject replicaSet) {
    String text = JsonPaths.text(replicaSet, "metadata", "annotations", REVISION);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  JsonObject create(ObjectKey deploymentKey, JsonObject deployment, Instant now) {
    JsonObject template = JsonPaths.object(deployment, "spec", "template");
    String hash = PodTemplates.hash(template);
    JsonObject labelled =
        JsonPaths.put(template, hash, "metadata", "labels", PodTemplates.HASH_LABEL);
    JsonObject selector =
        JsonPaths.put(
            JsonPaths.object(deployment, "spec", "selector"),
            hash,
            "matchLabels",
            PodTemplates.HASH_LABEL);
    JsonObject body =
        JsonHelper.object()
            .add(
                "metadata",
                JsonHelper.object()
                    .add("labels", JsonPaths.object(labelled, "metadata", "labels"))
                    .add("ownerReferences", JsonHelper.array().add(owner(deployment))))
            .add(
                "spec",
                JsonHelper.object()
                    .add("replicas", 0)
                    .add("selector", selector)
                    .add("template", labelled))
            .add("status", JsonHelper.object().add("replicas", 0))
            .build();
    return objects.create(
        deploymentKey.sibling(ApiResource.REPLICASETS, deploymentKey.name() + "-" + hash),
        body,
        now);
  }

  static JsonObject owner(JsonObject object) {
    return JsonHelper.object()
        .add("apiVersion", JsonPaths.text(object, "apiVersion"))
        .add("kind", JsonPaths.text(object, "kind"))
        .add("name", JsonPaths.text(object, "metadata", "name"))
        .add("uid", JsonPaths.text(object, "metadata", "uid"))
        .add("controller", true)
        .add("blockOwnerDeletion", true)
        .build();
  }

  /** Copies the Deployment's annotations, and gives the ReplicaSet the highest revision. */
  JsonObject annotate(JsonObject deployment, JsonObject replicaSet) {
    String name = JsonPaths.text(replicaSet, "metadata", "name");
    long highestOther =
        of(deployment).stream()
            .filter(each -> !JsonPaths.text(each, "metadata", "name").equals(name))
            .mapToLong(ReplicaSets::revision)
            .max()
            .orElse(0);
    JsonObject annotations = JsonPaths.object(replicaSet, "metadata", "annotations");
    for (Map.Entry<String, JsonValue> each :
        JsonPaths.object(deployment, "metadata", "annotations").entrySet()) {
      if (!NOT_COPIED.contains(each.getKey())) {
        annotations = JsonHelper.with(annotations, each.getKey(), each.getValue());
      }
    }
    String former = JsonPaths.text(annotations, REVISION);
    if (revision(replicaSet) <= highestOther) {
      if (!former.isEmpty()) {
        String history = JsonPaths.text(annotations, HISTORY);
        annotations =
            JsonHelper.with(
                annotations, HISTORY, history.isEmpty() ? former : history + "," + former);
      }
      annotations = JsonHelper.with(annotations, REVISION, String.valueOf(highestOther + 1));
    }
    long replicas = JsonPaths.number(deployment, 1, "spec", "replicas");
    annotations = JsonHelper.with(annotations, DESIRED, String.valueOf(replicas));
    annotations = JsonHelper.with(annotations, MAXIMUM, String.valueOf(replicas + surge(replicas)));
    return write(JsonPaths.put(replicaSet, annotations, "metadata", "annotations"));
  }

  /** A quarter, rounded up. */
  private static long surge(long replicas) {
    return Math.ceilDiv(replicas, 4);
  }

  JsonObject scale(JsonObject replicaSet, long replicas, long available) {
    JsonObject scaled = write(JsonPaths.put(replicaSet, replicas, "spec", "replicas"));
    JsonObject status =
        JsonHelper.object()
            .add("replicas", replicas)
            .add("fullyLabeledReplicas", replicas)
            .add("readyReplicas", available)
            .add("availableReplicas", available)
            .add("observedGeneration", JsonPaths.number(scaled, 1, "metadata", "generation"))
            .build();
    ObjectKey key = ObjectKey.of(ApiResource.REPLICASETS, scaled);
    return objects.writeStatus(key, JsonPaths.put(scaled, status, "status"));
  }

  static long replicas(JsonObject replicaSet) {
    return JsonPaths.number(replicaSet, 0, "spec", "replicas");
  }

  static long available(JsonObject replicaSet) {
    return JsonPaths.number(replicaSet, 0, "status", "availableReplicas");
  }

  /** Deletes old ones without pods beyond the limit, the lowest revision first. */
  void cleanUp(JsonObject deployment, String live) {
    long limit = JsonPaths.number(deployment, 10, "spec", "revisionHistoryLimit");
    List<JsonObject> old =
        of(deployment).stream()
            .filter(each -> !JsonPaths.text(each, "metadata", "name").equals(live))
            .toList();
    long surplus = old.size() - limit;
    for (JsonObject each : old) {
      if (surplus-- > 0 && replicas(each) == 0) {
        objects.delete(ObjectKey.of(ApiResource.REPLICASETS, each));
      }
    }
  }

  private JsonObject write(JsonObject replicaSet) {
    return objects.write(ObjectKey.of(ApiResource.REPLICASETS, replicaSet), replicaSet);
  }
}
