package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.api.StatusReplies.InvalidField;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.Cluster;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFault;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFaults;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterTimings;
import dev.rollbackbot.sandbox.kubernetes.cluster.FieldManager;
import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.kubernetes.cluster.PodTemplates;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes objects, in the order of the API server's own checks. */
record PatchRoutes(Cluster cluster, ClusterFaults faults, ClusterTimings timings) {
  private static final int LONGEST_MANAGER = 128;

  ClusterReply patch(ObjectKey key, ClusterRequest request) {
    if (!PatchTypes.accepted(key.resource()).contains(request.bodyType())) {
      return StatusReplies.unsupportedType(PatchTypes.accepted(key.resource()));
    }
    List<InvalidField> options = invalidOptions(request);
    if (!options.isEmpty()) {
      return StatusReplies.invalid(key, options);
    }
    return request.query().containsKey("dryRun") ? attempt(key, request) : change(key, request);
  }

  private ClusterReply change(ObjectKey key, ClusterRequest request) {
    if (faults.useUp(ClusterFault.SERVER_ERROR_ONCE)) {
      return StatusReplies.internalError();
    }
    if (faults.useUp(ClusterFault.RETRY_AFTER_ONCE)) {
      return StatusReplies.serverTimeout(key);
    }
    if (faults.useUp(ClusterFault.DELAY_CHANGE_ONCE)) {
      cluster.later(timings.delayedChange(), () -> attempt(key, request));
      return StatusReplies.timeout();
    }
    boolean counted =
        key.resource() == ApiResource.DEPLOYMENTS || key.resource() == ApiResource.STATEFULSETS;
    if (counted && cluster.get(key).isPresent() && faults.useUp(ClusterFault.CONFLICT_ONCE)) {
      cluster.scaleUp(key);
    }
    ClusterReply reply = attempt(key, request);
    if (faults.useUp(ClusterFault.LOSE_ANSWER_ONCE)) {
      return new ClusterReply.Lost();
    }
    return faults.useUp(ClusterFault.SERVER_ERROR_DONE_ONCE)
        ? StatusReplies.internalError()
        : reply;
  }

  private ClusterReply attempt(ObjectKey key, ClusterRequest request) {
    Optional<JsonObject> stored = cluster.get(key);
    if (stored.isEmpty()) {
      return StatusReplies.notFound(key);
    }
    return switch (PatchTypes.apply(request.bodyType(), request.body(), stored.get())) {
      case PatchTypes.NotApplied failed -> failed.reply();
      case PatchTypes.Applied applied -> store(key, request, stored.get(), applied.object());
    };
  }

  private ClusterReply store(
      ObjectKey key, ClusterRequest request, JsonObject stored, JsonObject wanted) {
    if (!JsonPaths.text(wanted, "metadata", "name").equals(key.name())
        || !JsonPaths.text(wanted, "metadata", "namespace").equals(key.namespace())) {
      return StatusReplies.badRequest("the name of the object does not match the name on the URL");
    }
    String version = JsonPaths.text(wanted, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(version(stored))) {
      return StatusReplies.conflict(key);
    }
    JsonObject changed = prepared(key, stored, wanted);
    List<InvalidField> invalid = Validation.of(key.resource(), stored, changed);
    if (!invalid.isEmpty()) {
      return StatusReplies.invalid(key, invalid);
    }
    boolean dryRun = request.query().containsKey("dryRun");
    if (dryRun && faults.isOn(ClusterFault.WEBHOOK_REFUSES_DRY_RUN)) {
      return StatusReplies.badRequest(
          "admission webhook \"releases.policy.example.com\" does not support dry run");
    }
    if (faults.isOn(ClusterFault.WEBHOOK_DENIES)) {
      return StatusReplies.deniedByWebhook();
    }
    FieldManager manager = FieldManager.update(manager(request));
    return ClusterReply.json(
        200,
        dryRun ? cluster.preview(key, changed, manager) : cluster.write(key, changed, manager));
  }

  /** With defaults; status, generation and the like are not the client's to change. */
  private static JsonObject prepared(ObjectKey key, JsonObject stored, JsonObject wanted) {
    JsonObject changed = JsonPaths.put(wanted, version(stored), "metadata", "resourceVersion");
    for (String each : List.of("generation", "creationTimestamp", "managedFields")) {
      changed = restored(stored, changed, "metadata", each);
    }
    changed = restored(stored, changed, "status");
    changed = restored(stored, changed, "kind");
    changed = restored(stored, changed, "apiVersion");
    if (!key.resource().custom() && JsonPaths.at(changed, "spec", "template").isPresent()) {
      JsonObject template = JsonPaths.object(changed, "spec", "template");
      changed = JsonPaths.put(changed, PodTemplates.defaulted(template), "spec", "template");
    }
    return changed;
  }

  private static JsonObject restored(JsonObject stored, JsonObject changed, String... path) {
    return JsonPaths.at(stored, path)
        .map(value -> JsonPaths.put(changed, value, path))
        .orElseGet(() -> JsonPaths.remove(changed, path));
  }

  private static List<InvalidField> invalidOptions(ClusterRequest request) {
    List<InvalidField> invalid = new ArrayList<>();
    if (request.query().containsKey("dryRun") && !request.parameter("dryRun").equals("All")) {
      invalid.add(
          new InvalidField(
              "FieldValueNotSupported", "Unsupported value: supported values: \"All\"", "dryRun"));
    }
    if (request.parameter("fieldManager").length() > LONGEST_MANAGER) {
      invalid.add(
          new InvalidField(
              "FieldValueTooLong",
              "Too long: may not be more than " + LONGEST_MANAGER + " bytes",
              "fieldManager"));
    }
    return invalid;
  }

  private static String manager(ClusterRequest request) {
    String named = request.parameter("fieldManager");
    String program = request.userAgent().replaceFirst("/.*", "");
    return named.isEmpty() ? program.isEmpty() ? "unknown" : program : named;
  }

  private static String version(JsonObject object) {
    return JsonPaths.text(object, "metadata", "resourceVersion");
  }
}
