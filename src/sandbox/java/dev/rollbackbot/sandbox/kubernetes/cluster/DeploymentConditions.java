package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The conditions in the status of a Deployment. A reason stays until something replaces it, as in
 * Kubernetes: it may be the former rollout's.
 */
record DeploymentConditions(JsonObject status, Instant now) {
  static final String PROGRESSING = "Progressing";
  static final String AVAILABLE = "Available";
  static final String REPLICA_FAILURE = "ReplicaFailure";
  static final String COMPLETE = "NewReplicaSetAvailable";
  static final String DEADLINE = "ProgressDeadlineExceeded";

  Optional<JsonObject> of(String type) {
    return list().getValuesAs(JsonObject.class).stream()
        .filter(each -> JsonPaths.text(each, "type").equals(type))
        .findFirst();
  }

  String reason(String type) {
    return of(type).map(each -> JsonPaths.text(each, "reason")).orElse("");
  }

  /** An equal status and reason are not written again, so the times stay. */
  JsonObject with(String type, String value, String reason, String message) {
    Optional<JsonObject> current = of(type);
    boolean sameValue = current.map(c -> JsonPaths.text(c, "status")).orElse("").equals(value);
    if (sameValue && reason(type).equals(reason)) {
      return status;
    }
    return replaced(type, value, reason, message, sameValue);
  }

  /** Writes the condition again, with a new time of update. */
  JsonObject renewed(String type, String value, String reason, String message) {
    boolean sameValue = of(type).map(c -> JsonPaths.text(c, "status")).orElse("").equals(value);
    return replaced(type, value, reason, message, sameValue);
  }

  JsonObject without(String type) {
    return of(type).isEmpty() ? status : JsonPaths.put(status, others(type).build(), "conditions");
  }

  /** Whether the deadline has passed since the last progress. */
  boolean timedOut(long deadlineSeconds) {
    Optional<JsonObject> progressing = of(PROGRESSING);
    if (progressing.isEmpty() || reason(PROGRESSING).equals(COMPLETE)) {
      return false;
    }
    Instant last = Instant.parse(JsonPaths.text(progressing.get(), "lastUpdateTime"));
    return reason(PROGRESSING).equals(DEADLINE) || now.isAfter(last.plusSeconds(deadlineSeconds));
  }

  private JsonObject replaced(
      String type, String value, String reason, String message, boolean keepTransition) {
    String time = ClusterObjects.time(now);
    String transition =
        keepTransition
            ? of(type).map(c -> JsonPaths.text(c, "lastTransitionTime")).orElse(time)
            : time;
    JsonObject condition =
        JsonHelper.object()
            .add("type", type)
            .add("status", value)
            .add("lastUpdateTime", time)
            .add("lastTransitionTime", transition)
            .add("reason", reason)
            .add("message", message)
            .build();
    return JsonPaths.put(status, others(type).add(condition).build(), "conditions");
  }

  private JsonArrayBuilder others(String type) {
    JsonArrayBuilder others = JsonHelper.array();
    list().getValuesAs(JsonObject.class).stream()
        .filter(each -> !JsonPaths.text(each, "type").equals(type))
        .forEach(others::add);
    return others;
  }

  private JsonArray list() {
    return JsonPaths.array(status, "conditions");
  }
}
