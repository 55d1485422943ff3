package dev.rollbackbot.sandbox.kubernetes.cluster;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far the rollout of one object is: what a controller would see in the pods themselves. */
final class RolloutProgress {
  private final ClusterTimings timings;
  private long seenGeneration;
  private Instant seenAt = Instant.MIN;
  private Duration passed = Duration.ZERO;

  /** The ReplicaSet or the revision that is rolled out. */
  String target = "";

  /** The revision of each pod, for pods that are replaced in place. */
  final TreeMap<Integer, String> pods = new TreeMap<>();

  /** Pods that wait for an image that never comes. */
  final Set<Integer> broken = new TreeSet<>();

  /** The pods that the rollout still has to replace, the highest number first. */
  final TreeSet<Integer> pending = new TreeSet<>();

  int replacements;

  RolloutProgress(ClusterTimings timings) {
    this.timings = timings;
  }

  /**
   * Whether the object's last generation is rolled out to its end.
   *
   * @param rollouts by the objects' uids
   */
  static boolean isOver(JsonObject object, Map<String, RolloutProgress> rollouts) {
    RolloutProgress rollout = rollouts.get(JsonPaths.text(object, "metadata", "uid"));
    return rollout != null
        && rollout.complete()
        && rollout.broken.isEmpty()
        && rollout.pending.isEmpty()
        && JsonPaths.number(object, 1, "metadata", "generation")
            == JsonPaths.number(object, 0, "status", "observedGeneration");
  }

  /** Whether a controller that looks now knows of this generation. */
  boolean observes(long generation, long observed, Instant now) {
    if (generation == observed) {
      return true;
    }
    if (seenGeneration != generation) {
      seenGeneration = generation;
      seenAt = now;
    }
    return !now.isBefore(seenAt.plus(timings.observation()));
  }

  void begin(String newTarget) {
    target = newTarget;
    passed = Duration.ZERO;
  }

  void pass(Duration time) {
    passed = passed.plus(time);
  }

  boolean begun() {
    return passed.isPositive();
  }

  boolean complete() {
    return passed.compareTo(timings.rollout()) >= 0;
  }

  /** How many of {@code all} pods are done. */
  int share(int all) {
    return complete() ? all : (int) (all * passed.toMillis() / timings.rollout().toMillis());
  }

  void finish() {
    passed = timings.rollout();
  }
}
