package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rolls StatefulSets and DaemonSets out: replaces their pods one after the other. */
final class RevisionController {
  /** Each of them runs one pod of a DaemonSet. */
  static final int NODES = 3;

  private final ClusterObjects objects;
  private final ClusterFaults faults;
  private final ClusterTimings timings;
  private final ControllerRevisions revisions;
  private final Map<String, RolloutProgress> rollouts = new HashMap<>();

  RevisionController(ClusterObjects objects, ClusterFaults faults, ClusterTimings timings) {
    this.objects = objects;
    this.faults = faults;
    this.timings = timings;
    revisions = new ControllerRevisions(objects);
  }

  void sync(ApiResource resource, JsonObject workload, Instant now, Duration passed) {
    ObjectKey key = ObjectKey.of(resource, workload);
    RolloutProgress rollout = rollout(workload);
    long generation = JsonPaths.number(workload, 1, "metadata", "generation");
    long observed = JsonPaths.number(workload, 0, "status", "observedGeneration");
    if (!rollout.observes(generation, observed, now)) {
      return;
    }
    JsonObject revision = revisions.current(key, workload, now);
    String name = JsonPaths.text(revision, "metadata", "name");
    boolean stateful = resource == ApiResource.STATEFULSETS;
    resize(
        rollout, stateful ? (int) JsonPaths.number(workload, 1, "spec", "replicas") : NODES, name);
    if (!rollout.target.equals(name)) {
      begin(rollout, workload, name, stateful);
    } else if (!onDelete(workload) && !blocked(rollout, workload, stateful)) {
      replace(rollout, revision, passed);
    }
    JsonObject status = stateful ? statefulStatus(workload, rollout) : daemonStatus(rollout);
    status = JsonPaths.put(status, generation, "observedGeneration");
    objects.writeStatus(key, JsonPaths.put(workload, status, "status"));
    Set<String> inUse = new HashSet<>(rollout.pods.values());
    inUse.add(name);
    revisions.cleanUp(workload, inUse);
  }

  /** Whether each StatefulSet and DaemonSet is rolled out, as it was last written. */
  boolean atRest() {
    return Stream.of(ApiResource.STATEFULSETS, ApiResource.DAEMONSETS)
        .flatMap(resource -> objects.list(resource, "").stream())
        .allMatch(each -> RolloutProgress.isOver(each, rollouts));
  }

  /** The revision of each pod. */
  Map<Integer, String> pods(JsonObject workload) {
    return new TreeMap<>(rollout(workload).pods);
  }

  boolean ready(JsonObject workload, int pod) {
    RolloutProgress rollout = rollout(workload);
    return !rollout.broken.contains(pod) && restarting(rollout) != pod;
  }

  /** The pod is made again, of the current revision. */
  void delete(JsonObject workload, int pod) {
    RolloutProgress rollout = rollout(workload);
    if (rollout.pods.containsKey(pod)) {
      rollout.broken.remove(pod);
      rollout.pending.remove(pod);
      rollout.pods.put(pod, rollout.target);
      rollout.replacements = rollout.pending.size();
    }
  }

  private RolloutProgress rollout(JsonObject workload) {
    return rollouts.computeIfAbsent(
        JsonPaths.text(workload, "metadata", "uid"), uid -> new RolloutProgress(timings));
  }

  private static void resize(RolloutProgress rollout, int wanted, String revision) {
    while (rollout.pods.size() > wanted) {
      int last = rollout.pods.lastKey();
      rollout.pods.remove(last);
      rollout.pending.remove(last);
      rollout.broken.remove(last);
    }
    while (rollout.pods.size() < wanted) {
      rollout.pods.put(rollout.pods.size(), revision);
    }
  }

  private static void begin(
      RolloutProgress rollout, JsonObject workload, String revision, boolean stateful) {
    rollout.begin(revision);
    rollout.pending.clear();
    long partition =
        stateful
            ? JsonPaths.number(workload, 0, "spec", "updateStrategy", "rollingUpdate", "partition")
            : 0;
    rollout.pods.forEach((pod, current) -> {
      if (pod >= partition && !current.equals(revision)) {
        rollout.pending.add(pod);
      }
    });
    rollout.replacements = rollout.pending.size();
    if (rollout.pending.isEmpty()) {
      rollout.finish();
    }
  }

  private static boolean onDelete(JsonObject workload) {
    return JsonPaths.text(workload, "spec", "updateStrategy", "type").equals("OnDelete");
  }

  /** In order, a StatefulSet waits for a broken pod of another revision until it is deleted. */
  private static boolean blocked(RolloutProgress rollout, JsonObject workload, boolean stateful) {
    return stateful
        && !JsonPaths.text(workload, "spec", "podManagementPolicy").equals("Parallel")
        && rollout.broken.stream().anyMatch(pod -> !rollout.target.equals(rollout.pods.get(pod)));
  }

  private void replace(RolloutProgress rollout, JsonObject revision, Duration passed) {
    boolean pullable =
        !faults.isOn(ClusterFault.IMAGE_UNPULLABLE)
            && PodTemplates.pullable(ControllerRevisions.template(revision));
    if (faults.isOn(ClusterFault.PODS_REFUSED)) {
      return;
    }
    if (!pullable) {
      int next = next(rollout);
      if (next >= 0 && rollout.broken.isEmpty()) {
        rollout.pods.put(next, rollout.target);
        rollout.broken.add(next);
        rollout.pending.remove(next);
      }
      return;
    }
    rollout.broken.removeIf(pod -> rollout.target.equals(rollout.pods.get(pod)));
    rollout.pass(passed);
    int done = rollout.share(rollout.replacements);
    while (rollout.replacements - rollout.pending.size() < done && !rollout.pending.isEmpty()) {
      int next = next(rollout);
      rollout.pods.put(next, rollout.target);
      rollout.broken.remove(next);
      rollout.pending.remove(next);
    }
  }

  /** The highest number goes first; -1 for none. */
  private static int next(RolloutProgress rollout) {
    return rollout.pending.isEmpty() ? -1 : rollout.pending.last();
  }

  /** The pod that is being replaced; -1 for none. */
  private static int restarting(RolloutProgress rollout) {
    return rollout.begun() && !rollout.complete() ? next(rollout) : -1;
  }

  private static long updated(RolloutProgress rollout) {
    return rollout.pods.values().stream().filter(rollout.target::equals).count();
  }

  private static int ready(RolloutProgress rollout) {
    int restarting = restarting(rollout);
    int missing = restarting >= 0 && !rollout.broken.contains(restarting) ? 1 : 0;
    return rollout.pods.size() - rollout.broken.size() - missing;
  }

  private static JsonObject statefulStatus(JsonObject workload, RolloutProgress rollout) {
    int replicas = rollout.pods.size();
    int ready = ready(rollout);
    long updated = updated(rollout);
    String former = JsonPaths.text(workload, "status", "currentRevision");
    boolean done = updated == replicas && ready == replicas;
    String current = done || former.isEmpty() ? rollout.target : former;
    long atCurrent = rollout.pods.values().stream().filter(current::equals).count();
    return JsonHelper.object()
        .add("replicas", replicas)
        .add("readyReplicas", ready)
        .add("availableReplicas", ready)
        .add("currentReplicas", atCurrent)
        .add("updatedReplicas", updated)
        .add("currentRevision", current)
        .add("updateRevision", rollout.target)
        .add("collisionCount", 0)
        .build();
  }

  private static JsonObject daemonStatus(RolloutProgress rollout) {
    int ready = ready(rollout);
    return JsonHelper.object()
        .add("desiredNumberScheduled", NODES)
        .add("currentNumberScheduled", NODES)
        .add("numberMisscheduled", 0)
        .add("updatedNumberScheduled", updated(rollout))
        .add("numberReady", ready)
        .add("numberAvailable", ready)
        .add("numberUnavailable", NODES - ready)
        .build();
  }
}
