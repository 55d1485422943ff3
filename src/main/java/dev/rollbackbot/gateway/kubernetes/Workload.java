package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment, StatefulSet or DaemonSet as it was read.
 *
 * @param resource namespace/name
 * @param revisions its own, newest first
 * @param pods how many there are of each revision; not counted once all are of the wanted one
 */
record Workload(
    WorkloadKind kind,
    String resource,
    JsonObject object,
    List<Revision> revisions,
    Map<String, Long> pods) {
  static final String REQUEST = "rollbackbot.dev/request";
  static final String FIELD_MANAGER = "rollback-bot";
  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String STATUS = "status";

  /** Without an entry for what is not there. */
  private static final long DEFAULT_REPLICAS = 1;

  PodTemplate template() {
    return PodTemplate.of(object);
  }

  Optional<String> uid() {
    return ObjectFields.text(object, METADATA, "uid");
  }

  Optional<String> annotation(String annotation) {
    return ObjectFields.text(object, METADATA, "annotations", annotation);
  }

  Optional<Revision> revision(String name) {
    return revisions.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /** Whose template the workload has; of equal ones Kubernetes takes the oldest. */
  Optional<Revision> wanted() {
    PodTemplate template = template();
    return revisions.stream()
        .filter(r -> r.template().sameAs(template))
        .min(
            Comparator.comparing((Revision r) -> r.created().orElse(Instant.MAX))
                .thenComparing(Revision::name));
  }

  boolean wants(Version version) {
    return wanted().filter(r -> r.name().equals(version.id())).isPresent();
  }

  /** Until then all of the status is about an earlier specification. */
  boolean observed() {
    return status("observedGeneration") >= ObjectFields.number(1, object, METADATA, "generation");
  }

  long status(String count) {
    return ObjectFields.number(object, STATUS, count);
  }

  /** How many pods there should be. */
  long desired() {
    return switch (kind) {
      case DEPLOYMENT, STATEFUL_SET ->
          ObjectFields.number(DEFAULT_REPLICAS, object, SPEC, "replicas");
      case DAEMON_SET -> status("desiredNumberScheduled");
    };
  }

  long updated() {
    return switch (kind) {
      case DEPLOYMENT, STATEFUL_SET -> status("updatedReplicas");
      case DAEMON_SET -> status("updatedNumberScheduled");
    };
  }

  /** Of any revision. */
  long available() {
    return switch (kind) {
      case DEPLOYMENT -> status("availableReplicas");
      case STATEFUL_SET -> status("readyReplicas");
      case DAEMON_SET -> status("numberAvailable");
    };
  }

  /** Whether every pod is of the wanted revision, ready or not. */
  boolean replaced() {
    boolean all = wanted().isPresent() && observed() && updated() >= desired();
    return all
        && switch (kind) {
          case DEPLOYMENT -> status("replicas") <= updated();
          case STATEFUL_SET -> wanted().map(Revision::name).equals(statusText("updateRevision"));
          case DAEMON_SET -> true;
        };
  }

  /** In the order in which kubectl looks; never by a condition, which may be an earlier one. */
  boolean complete() {
    return replaced()
        && switch (kind) {
          case DEPLOYMENT -> available() >= updated();
          case STATEFUL_SET ->
              available() >= desired()
                  && statusText("currentRevision").equals(statusText("updateRevision"));
          case DAEMON_SET -> available() >= desired();
        };
  }

  Optional<String> statusText(String field) {
    return ObjectFields.text(object, STATUS, field);
  }

  boolean paused() {
    return ObjectFields.isTrue(object, SPEC, "paused");
  }

  boolean isRequestedBy(String request) {
    return annotation(REQUEST).equals(Optional.of(request));
  }

  /** When this bot last wrote it. */
  Optional<Instant> writtenAt() {
    return ObjectFields.objects(object, METADATA, "managedFields").stream()
        .filter(each -> ObjectFields.text(each, "manager").equals(Optional.of(FIELD_MANAGER)))
        .flatMap(each -> ObjectFields.text(each, "time").stream())
        .flatMap(time -> ProviderText.instant(time).stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * Why pods are not replaced although a rollback is accepted, with the way out; empty: they are.
   */
  Optional<String> standsStill() {
    String type = ObjectFields.text(object, SPEC, "updateStrategy", "type").orElse("");
    if (paused()) {
      return Optional.of(
          "%s is paused: run “kubectl rollout resume %s” first."
              .formatted(resource, kubectlName()));
    }
    if (type.equals("OnDelete")) {
      return Optional.of(
          "%s has the update strategy OnDelete: its pods change only when somebody deletes them. Roll it back by hand."
              .formatted(resource));
    }
    long partition =
        ObjectFields.number(object, SPEC, "updateStrategy", "rollingUpdate", "partition");
    return partition > 0
        ? Optional.of(
            "%s keeps its pods below number %d as they are (partition): set the partition to 0 first."
                .formatted(resource, partition))
        : Optional.empty();
  }

  /** As kubectl takes it. */
  String kubectlName() {
    String[] parts = resource.split("/", 2);
    return kind.singular() + "/" + parts[1] + " -n " + parts[0];
  }

  /** What is live: shares are shares of pods. */
  Deployment live() {
    Version wanted = wanted().map(Revision::version).orElseGet(this::withoutRevision);
    Optional<Revision> current = wanted();
    String number = current.map(r -> "/" + r.number()).orElse("");
    boolean newest = current.filter(r -> revisions.getFirst().equals(r)).isPresent();
    Optional<Instant> since =
        current.filter(_ -> newest).flatMap(revision -> revision.since(revisions));
    return new Deployment(wanted.id() + number, since, Optional.empty(), shares(wanted));
  }

  /** The controller has not looked at the template yet. */
  private Version withoutRevision() {
    PodTemplate template = template();
    return new Version(
        "template-" + template.shortDigest(),
        "a new template",
        Optional.of(template.images()).filter(i -> !i.isEmpty()).map(ProviderText::name),
        Optional.empty(),
        Optional.empty(),
        annotation(Revision.CHANGE_CAUSE).map(ProviderText::clip),
        Optional.of(template.digest()));
  }

  /** The wanted version has at least one pod, so that no other is ever the only one. */
  private List<TrafficShare> shares(Version wanted) {
    if (replaced()) {
      return List.of(new TrafficShare(wanted, 100));
    }
    Map<String, Long> counts = new LinkedHashMap<>(pods);
    counts.merge(wanted.id(), 1L, Math::max);
    Map<String, Integer> percentages = Percentages.of(counts);
    List<TrafficShare> shares = new ArrayList<>();
    percentages.forEach((name, percentage) -> {
      Version version = name.equals(wanted.id()) ? wanted : versionOf(name);
      shares.add(new TrafficShare(version, percentage));
    });
    return shares;
  }

  private Version versionOf(String name) {
    return revision(name)
        .map(Revision::version)
        .orElseGet(() ->
            new Version(
                name,
                ProviderText.name(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }
}
