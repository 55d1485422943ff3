package dev.rollbackbot.sandbox.kubernetes.cluster;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster. It has no thread: whoever asks moves it on to the present first, in {@link #call}.
 * All other methods are for use inside of that.
 */
public final class Cluster {
  public static final String NAMESPACE = "shop";
  public static final ObjectKey CHECKOUT =
      new ObjectKey(ApiResource.DEPLOYMENTS, NAMESPACE, "checkout");

  /** How many small steps begin and end a long time in which nobody asked. */
  private static final int MOST_STEPS = 500;

  private final InstantSource clock;
  private final ClusterFaults faults;
  private final ClusterTimings timings;
  private final ClusterObjects objects = new ClusterObjects();
  private final DeploymentController deployments;
  private final RevisionController revisions;
  private final PodObjects pods;
  private final List<Scheduled> scheduled = new ArrayList<>();
  private final Owners owners = new Owners(this);
  private final List<ObjectKey> more = new ArrayList<>();
  private Instant present;
  private Optional<JsonObject> desiredTemplate = Optional.empty();
  private int releases;

  public Cluster(InstantSource clock, ClusterFaults faults, ClusterTimings timings) {
    this.clock = clock;
    this.faults = faults;
    this.timings = timings;
    deployments = new DeploymentController(objects, faults, timings);
    revisions = new RevisionController(objects, faults, timings);
    pods = new PodObjects(objects, revisions);
    present = clock.instant();
    seed();
  }

  private record Scheduled(Instant at, Runnable change) {}

  /** Moves the cluster on to the present, then does the work with nobody else in between. */
  public synchronized <T> T call(Supplier<T> work) {
    advance();
    return work.get();
  }

  public Optional<JsonObject> get(ObjectKey key) {
    return key.resource() == ApiResource.PODS
        ? list(ApiResource.PODS, key.namespace()).stream()
            .filter(each -> JsonPaths.text(each, "metadata", "name").equals(key.name()))
            .findFirst()
        : objects.get(key);
  }

  /**
   * The objects of a kind.
   *
   * @param namespace "" for all
   */
  public List<JsonObject> list(ApiResource resource, String namespace) {
    return resource == ApiResource.PODS ? pods.list(namespace) : objects.list(resource, namespace);
  }

  public long version() {
    return objects.version();
  }

  /** What a write would store. */
  public JsonObject preview(ObjectKey key, JsonObject changed, FieldManager manager) {
    JsonObject stored = objects.get(key).orElseThrow();
    JsonObject owned = ManagedFields.recorded(stored, changed, manager, present);
    return ClusterObjects.withGeneration(key, stored, owned);
  }

  public JsonObject write(ObjectKey key, JsonObject changed, FieldManager manager) {
    JsonObject stored = objects.get(key).orElseThrow();
    if (stored.equals(changed)) {
      return stored;
    }
    JsonObject written =
        objects.write(key, ManagedFields.recorded(stored, changed, manager, present));
    if (key.equals(CHECKOUT)
        && faults.isOn(ClusterFault.SELF_HEAL)
        && !manager.name().equals(Owners.ARGO_CD)) {
      later(timings.selfHeal(), this::heal);
    }
    return written;
  }

  /** Makes a change after a while, whatever happens until then. */
  public void later(Duration delay, Runnable change) {
    scheduled.add(new Scheduled(present.plus(delay), change));
  }

  public void deletePod(ObjectKey pod) {
    pods.delete(pod);
  }

  /** One more replica. */
  public void scaleUp(ObjectKey key) {
    JsonObject stored = objects.get(key).orElseThrow();
    long replicas = JsonPaths.number(stored, 1, "spec", "replicas") + 1;
    write(
        key,
        JsonPaths.put(stored, replicas, "spec", "replicas"),
        FieldManager.update("kubectl-scale"));
  }

  /** Another release of checkout is rolled out. */
  public void someoneDeploys(boolean unpullable) {
    releases++;
    String tag = "1.6." + releases + (unpullable ? PodTemplates.MISSING_IMAGE : "");
    SeedCluster.release(this, CHECKOUT, tag, "deployed by the pipeline");
  }

  /** That release of checkout is rolled out. */
  public void release(String tag, String how) {
    SeedCluster.release(this, CHECKOUT, tag, how);
  }

  /** The same of another workload. */
  public void release(ObjectKey key, String tag, String how) {
    SeedCluster.release(this, key, tag, how);
  }

  /** From now on checkout belongs to Argo CD, which wants the template that it has now. */
  public void giveToArgoCd() {
    owners.mark(CHECKOUT, ClusterOwner.ARGO_CD);
    desiredTemplate =
        objects.get(CHECKOUT).map(object -> JsonPaths.object(object, "spec", "template"));
  }

  public void takeFromArgoCd() {
    owners.unmark(CHECKOUT, ClusterOwner.ARGO_CD);
  }

  /** Gives an object the marks of an owner, and makes the owner's own objects. */
  public void mark(ObjectKey key, ClusterOwner owner) {
    owners.mark(key, owner);
  }

  /** More workloads, a short time after a bad release; everything begins anew. */
  public synchronized void add(Collection<ObjectKey> workloads) {
    workloads.stream().filter(key -> objects.get(key).isEmpty()).distinct().forEach(more::add);
    reset();
  }

  public synchronized void reset() {
    objects.clear();
    scheduled.clear();
    releases = 0;
    present = clock.instant();
    seed();
  }

  JsonObject create(ObjectKey key, JsonObject body, FieldManager manager) {
    JsonObject made = objects.create(key, body, present);
    JsonObject owned = ManagedFields.recorded(JsonValue.EMPTY_JSON_OBJECT, made, manager, present);
    return objects.writeStatus(key, owned);
  }

  void delete(ObjectKey key) {
    objects.delete(key);
  }

  /** Makes a change at a time in the past, and lives through the rollout. */
  void liveThrough(Instant from, Runnable change) {
    present = from;
    change.run();
    Duration whole = timings.observation().plus(timings.rollout()).plus(timings.step());
    Instant end = from.plus(whole.multipliedBy(2));
    while (present.isBefore(end)) {
      step(present.plus(timings.step()));
    }
  }

  private void seed() {
    Instant now = clock.instant();
    new SeedCluster(this, more, now).make();
    present = now;
  }

  /** In small steps at the beginning and at the end of a long time. */
  private void advance() {
    Instant now = clock.instant();
    Duration most = timings.step().multipliedBy(MOST_STEPS);
    Instant firstEnd = present.plus(most);
    Instant lastBegin = now.minus(most);
    while (present.isBefore(now)) {
      if (atRest()) {
        step(now);
        return;
      }
      Instant next = present.plus(timings.step());
      if (next.isAfter(firstEnd) && next.isBefore(lastBegin)) {
        next = lastBegin;
      }
      step(next.isAfter(now) ? now : next);
    }
  }

  /** Whether no controller has anything to do until somebody writes. */
  private boolean atRest() {
    return scheduled.isEmpty() && deployments.atRest() && revisions.atRest();
  }

  private void step(Instant next) {
    Duration passed = Duration.between(present, next);
    present = next;
    List<Scheduled> due =
        scheduled.stream()
            .filter(each -> !each.at().isAfter(present))
            .sorted(Comparator.comparing(Scheduled::at))
            .toList();
    scheduled.removeAll(due);
    due.forEach(each -> each.change().run());
    for (JsonObject each : objects.list(ApiResource.DEPLOYMENTS, "")) {
      deployments.sync(each, present, passed);
    }
    for (ApiResource resource : List.of(ApiResource.STATEFULSETS, ApiResource.DAEMONSETS)) {
      objects.list(resource, "").forEach(each -> revisions.sync(resource, each, present, passed));
    }
  }

  private void heal() {
    if (!faults.isOn(ClusterFault.SELF_HEAL)) {
      return;
    }
    JsonObject stored = objects.get(CHECKOUT).orElseThrow();
    desiredTemplate.ifPresent(template ->
        write(
            CHECKOUT,
            JsonPaths.put(stored, template, "spec", "template"),
            FieldManager.apply(Owners.ARGO_CD)));
  }
}
