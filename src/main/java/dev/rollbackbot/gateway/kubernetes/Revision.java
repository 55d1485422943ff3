package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ReplicaSet or a ControllerRevision. Its number is no identity: it changes when the revision is
 * used again.
 *
 * @param number 0: it has none
 * @param data what holds the template, as Kubernetes keeps it
 */
record Revision(
    JsonObject object,
    String name,
    String hash,
    long number,
    Optional<Instant> created,
    JsonObject data) {
  private static final String METADATA = "metadata";
  private static final String ANNOTATIONS = "annotations";
  private static final String NUMBER = "deployment.kubernetes.io/revision";
  private static final String FORMER_NUMBERS = "deployment.kubernetes.io/revision-history";
  static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  static final Comparator<Revision> NEWEST_FIRST =
      Comparator.comparingLong(Revision::number).reversed().thenComparing(Revision::name);

  /** Empty: it has no name. */
  static Optional<Revision> of(WorkloadKind kind, JsonObject object) {
    boolean replicaSet = kind == WorkloadKind.DEPLOYMENT;
    long number =
        replicaSet
            ? ObjectFields.text(object, METADATA, ANNOTATIONS, NUMBER)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L)
            : ObjectFields.number(object, "revision");
    return ObjectFields.text(object, METADATA, "name")
        .map(name ->
            new Revision(
                object,
                name,
                hash(object, name),
                number,
                ObjectFields.text(object, METADATA, "creationTimestamp")
                    .flatMap(ProviderText::instant),
                replicaSet ? object : ObjectFields.object(object, "data")));
  }

  private static String hash(JsonObject object, String name) {
    return Stream.of(
            PodTemplate.HASH_LABEL, "controller.kubernetes.io/hash", "controller-revision-hash")
        .flatMap(label -> ObjectFields.text(object, METADATA, "labels", label).stream())
        .findFirst()
        .map(ProviderText::clip)
        .orElse(name);
  }

  PodTemplate template() {
    return PodTemplate.of(data);
  }

  /** By what pods say of their revision: its name or its hash. */
  boolean isNamed(String nameOrHash) {
    return name.equals(nameOrHash) || hash.equals(nameOrHash);
  }

  /** Whether it was live before and became so again: its creation tells of the first time only. */
  boolean usedAgain(List<Revision> all) {
    return ObjectFields.text(object, METADATA, ANNOTATIONS, FORMER_NUMBERS).isPresent()
        || all.stream().anyMatch(other -> other.number < number && createdBefore(other));
  }

  private boolean createdBefore(Revision other) {
    return created.isPresent()
        && other.created.isPresent()
        && created.get().isBefore(other.created.get());
  }

  /** Empty: it became live more than once, or its time is not known. */
  Optional<Instant> since(List<Revision> all) {
    return usedAgain(all) ? Optional.empty() : created;
  }

  Optional<String> annotation(String annotation) {
    return ObjectFields.text(object, METADATA, ANNOTATIONS, annotation);
  }

  Version version() {
    PodTemplate template = template();
    return new Version(
        name,
        hash,
        Optional.of(template.images()).filter(i -> !i.isEmpty()).map(ProviderText::name),
        created,
        Optional.empty(),
        annotation(CHANGE_CAUSE).map(ProviderText::clip),
        Optional.of(template.digest()));
  }
}
