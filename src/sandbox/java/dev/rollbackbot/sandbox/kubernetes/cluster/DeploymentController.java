package dev.rollbackbot.sandbox.kubernetes.cluster;

import static dev.rollbackbot.sandbox.kubernetes.cluster.DeploymentConditions.AVAILABLE;
import static dev.rollbackbot.sandbox.kubernetes.cluster.DeploymentConditions.COMPLETE;
import static dev.rollbackbot.sandbox.kubernetes.cluster.DeploymentConditions.DEADLINE;
import static dev.rollbackbot.sandbox.kubernetes.cluster.DeploymentConditions.PROGRESSING;
import static dev.rollbackbot.sandbox.kubernetes.cluster.DeploymentConditions.REPLICA_FAILURE;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rolls Deployments out: one step of it at each call. */
final class DeploymentController {
  private static final String PAUSED = "DeploymentPaused";

  /** A deadline that never passes: then there is no condition at all. */
  private static final long NO_DEADLINE = Integer.MAX_VALUE;

  private final ClusterObjects objects;
  private final ClusterFaults faults;
  private final ClusterTimings timings;
  private final ReplicaSets replicaSets;
  private final Map<String, RolloutProgress> rollouts = new HashMap<>();

  DeploymentController(ClusterObjects objects, ClusterFaults faults, ClusterTimings timings) {
    this.objects = objects;
    this.faults = faults;
    this.timings = timings;
    replicaSets = new ReplicaSets(objects);
  }

  /** What the pods of a rollout look like after a step. */
  private record Pods(long created, long available, long old, long oldAvailable) {
    long all() {
      return created + old;
    }

    long allAvailable() {
      return available + oldAvailable;
    }
  }

  void sync(JsonObject deployment, Instant now, Duration passed) {
    ObjectKey key = ObjectKey.of(ApiResource.DEPLOYMENTS, deployment);
    RolloutProgress rollout =
        rollouts.computeIfAbsent(
            JsonPaths.text(deployment, "metadata", "uid"), uid -> new RolloutProgress(timings));
    long generation = JsonPaths.number(deployment, 1, "metadata", "generation");
    long observed = JsonPaths.number(deployment, 0, "status", "observedGeneration");
    if (!rollout.observes(generation, observed, now)) {
      return;
    }
    boolean paused = JsonHelper.isTrue(JsonPaths.object(deployment, "spec"), "paused");
    JsonObject status = pausedCondition(deployment, paused, now);
    Optional<JsonObject> found = replicaSets.current(deployment);
    if (found.isEmpty() && paused) {
      JsonObject seen = JsonPaths.put(status, generation, "observedGeneration");
      objects.writeStatus(key, JsonPaths.put(deployment, seen, "status"));
      return;
    }
    if (hasDeadline(deployment)) {
      status = foundCondition(deployment, status, found, now);
    }
    JsonObject current =
        replicaSets.annotate(
            deployment, found.orElseGet(() -> replicaSets.create(key, deployment, now)));
    JsonObject numbered =
        JsonPaths.put(
            deployment,
            String.valueOf(ReplicaSets.revision(current)),
            "metadata",
            "annotations",
            ReplicaSets.REVISION);
    Pods pods = roll(numbered, current, rollout, paused ? Duration.ZERO : passed);
    status = withCounts(numbered, status, pods, now);
    if (hasDeadline(deployment) && !paused) {
      status = progressCondition(numbered, status, now);
    }
    objects.writeStatus(key, JsonPaths.put(numbered, status, "status"));
    if (isComplete(numbered, status)) {
      replicaSets.cleanUp(numbered, JsonPaths.text(current, "metadata", "name"));
    }
  }

  /** Whether each Deployment is rolled out, as it was last written. */
  boolean atRest() {
    return objects.list(ApiResource.DEPLOYMENTS, "").stream()
        .allMatch(each -> RolloutProgress.isOver(each, rollouts));
  }

  private Pods roll(
      JsonObject deployment, JsonObject current, RolloutProgress rollout, Duration passed) {
    String name = JsonPaths.text(current, "metadata", "name");
    long wanted = JsonPaths.number(deployment, 1, "spec", "replicas");
    boolean first = !rollout.target.equals(name);
    if (first) {
      rollout.begin(name);
    }
    long created = ReplicaSets.replicas(current);
    long available = ReplicaSets.available(current);
    boolean refused = faults.isOn(ClusterFault.PODS_REFUSED) && created < wanted;
    boolean stuck = !pullable(current) && available < wanted;
    if (!first && !refused) {
      if (stuck) {
        created = Math.max(created, Math.min(wanted, 1));
      } else {
        rollout.pass(passed);
        long share = rollout.share((int) wanted);
        boolean under = rollout.begun() && !rollout.complete();
        created = Math.max(created, under ? share + 1 : share);
        available = Math.max(available, share);
      }
    }
    created = Math.min(created, wanted);
    available = Math.min(available, created);
    replicaSets.scale(current, created, available);
    long kept = kept(rollout, wanted, available, first || refused || stuck);
    return shrinkOthers(deployment, name, new Pods(created, available, 0, 0), kept);
  }

  /** How many pods of other ReplicaSets stay; at least one until the rollout is complete. */
  private static long kept(RolloutProgress rollout, long wanted, long available, boolean stands) {
    if (stands) {
      return Long.MAX_VALUE;
    }
    return rollout.complete() ? 0 : Math.max(1, wanted - available);
  }

  /** Removes pods that do not work first, then those of the lowest revision. */
  private Pods shrinkOthers(JsonObject deployment, String current, Pods pods, long kept) {
    List<JsonObject> others =
        replicaSets.of(deployment).stream()
            .filter(each -> !JsonPaths.text(each, "metadata", "name").equals(current))
            .filter(each -> ReplicaSets.replicas(each) > 0)
            .sorted(Comparator.comparingLong(ReplicaSets::available))
            .toList();
    long surplus = others.stream().mapToLong(ReplicaSets::replicas).sum() - kept;
    long left = 0;
    long leftAvailable = 0;
    for (JsonObject each : others) {
      long removed = Math.clamp(surplus, 0, ReplicaSets.replicas(each));
      surplus -= removed;
      long replicas = ReplicaSets.replicas(each) - removed;
      long available = Math.min(replicas, ReplicaSets.available(each));
      replicaSets.scale(each, replicas, available);
      left += replicas;
      leftAvailable += available;
    }
    return new Pods(pods.created, pods.available, left, leftAvailable);
  }

  private boolean pullable(JsonObject replicaSet) {
    return !faults.isOn(ClusterFault.IMAGE_UNPULLABLE)
        && PodTemplates.pullable(JsonPaths.object(replicaSet, "spec", "template"));
  }

  private JsonObject withCounts(JsonObject deployment, JsonObject status, Pods pods, Instant now) {
    long wanted = JsonPaths.number(deployment, 1, "spec", "replicas");
    JsonObjectBuilder counts = JsonHelper.object();
    counts.add("observedGeneration", JsonPaths.number(deployment, 1, "metadata", "generation"));
    count(counts, "replicas", pods.all());
    count(counts, "updatedReplicas", pods.created());
    count(counts, "readyReplicas", pods.allAvailable());
    count(counts, "availableReplicas", pods.allAvailable());
    count(counts, "unavailableReplicas", pods.all() - pods.allAvailable());
    counts.add("conditions", JsonPaths.array(status, "conditions"));
    JsonObject next = counts.build();
    boolean enough = pods.allAvailable() >= wanted - mayBeUnavailable(deployment, wanted);
    next =
        new DeploymentConditions(next, now)
            .with(
                AVAILABLE,
                enough ? "True" : "False",
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                "Deployment %s minimum availability.".formatted(enough ? "has" : "does not have"));
    DeploymentConditions conditions = new DeploymentConditions(next, now);
    return faults.isOn(ClusterFault.PODS_REFUSED) && pods.created() < wanted
        ? conditions.with(
            REPLICA_FAILURE, "True", "FailedCreate", "pods is forbidden: exceeded quota: pods")
        : conditions.without(REPLICA_FAILURE);
  }

  /** Counts of 0 are left out. */
  private static void count(JsonObjectBuilder counts, String name, long value) {
    if (value > 0) {
      counts.add(name, value);
    }
  }

  private static long mayBeUnavailable(JsonObject deployment, long wanted) {
    JsonValue value =
        JsonPaths.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable")
            .orElse(JsonHelper.string("25%"));
    return switch (value) {
      case JsonNumber number -> number.longValue();
      case JsonString text when text.getString().endsWith("%") ->
          wanted * Long.parseLong(text.getString().replace("%", "")) / 100;
      default -> 0;
    };
  }

  private static boolean hasDeadline(JsonObject deployment) {
    return deadline(deployment) != NO_DEADLINE;
  }

  private static long deadline(JsonObject deployment) {
    return JsonPaths.number(deployment, 600, "spec", "progressDeadlineSeconds");
  }

  private static JsonObject pausedCondition(JsonObject deployment, boolean paused, Instant now) {
    JsonObject status = JsonPaths.object(deployment, "status");
    DeploymentConditions conditions = new DeploymentConditions(status, now);
    String reason = conditions.reason(PROGRESSING);
    if (!hasDeadline(deployment) || reason.equals(DEADLINE)) {
      return status;
    }
    if (paused && !reason.equals(PAUSED)) {
      return conditions.with(PROGRESSING, "Unknown", PAUSED, "Deployment is paused");
    }
    return !paused && reason.equals(PAUSED)
        ? conditions.with(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed")
        : status;
  }

  /** A ReplicaSet that is used again changes the reason only if there is none. */
  private static JsonObject foundCondition(
      JsonObject deployment, JsonObject status, Optional<JsonObject> found, Instant now) {
    DeploymentConditions conditions = new DeploymentConditions(status, now);
    if (found.isEmpty()) {
      String hash = PodTemplates.hash(JsonPaths.object(deployment, "spec", "template"));
      String name = JsonPaths.text(deployment, "metadata", "name") + "-" + hash;
      return conditions.with(
          PROGRESSING,
          "True",
          "NewReplicaSetCreated",
          "Created new replica set \"%s\"".formatted(name));
    }
    return conditions.of(PROGRESSING).isPresent()
        ? status
        : conditions.with(PROGRESSING, "True", "FoundNewReplicaSet", "Found new replica set");
  }

  private static JsonObject progressCondition(
      JsonObject deployment, JsonObject status, Instant now) {
    DeploymentConditions conditions = new DeploymentConditions(status, now);
    boolean wasComplete =
        conditions.reason(PROGRESSING).equals(COMPLETE)
            && count(status, "replicas") == count(status, "updatedReplicas");
    if (wasComplete) {
      return status;
    }
    String name = JsonPaths.text(deployment, "metadata", "name");
    if (isComplete(deployment, status)) {
      return conditions.with(
          PROGRESSING, "True", COMPLETE, name + ": a new ReplicaSet is available.");
    }
    if (progressed(JsonPaths.object(deployment, "status"), status)) {
      return conditions.renewed(
          PROGRESSING, "True", "ReplicaSetUpdated", name + ": the ReplicaSet is progressing.");
    }
    return conditions.timedOut(deadline(deployment))
        ? conditions.with(
            PROGRESSING, "False", DEADLINE, name + ": the ReplicaSet has timed out progressing.")
        : status;
  }

  private static boolean isComplete(JsonObject deployment, JsonObject status) {
    long wanted = JsonPaths.number(deployment, 1, "spec", "replicas");
    return count(status, "updatedReplicas") == wanted
        && count(status, "replicas") == wanted
        && count(status, "availableReplicas") == wanted;
  }

  private static boolean progressed(JsonObject before, JsonObject after) {
    return count(after, "updatedReplicas") > count(before, "updatedReplicas")
        || count(after, "readyReplicas") > count(before, "readyReplicas")
        || count(after, "availableReplicas") > count(before, "availableReplicas")
        || count(after, "replicas") - count(after, "updatedReplicas")
            < count(before, "replicas") - count(before, "updatedReplicas");
  }

  private static long count(JsonObject status, String name) {
    return JsonPaths.number(status, 0, name);
  }
}
