package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.api.StatusReplies.InvalidField;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.kubernetes.cluster.PodTemplates;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an object may not become. */
final class Validation {
  /** The fields of a StatefulSet's specification that may change. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private Validation() {}

  static List<InvalidField> of(ApiResource resource, JsonObject stored, JsonObject changed) {
    List<InvalidField> invalid = new ArrayList<>();
    String uid = JsonPaths.text(changed, "metadata", "uid");
    if (!uid.equals(JsonPaths.text(stored, "metadata", "uid"))) {
      invalid.add(immutable("metadata.uid", "\"" + uid + "\""));
    }
    switch (resource) {
      case DEPLOYMENTS, DAEMONSETS, STATEFULSETS -> workload(resource, stored, changed, invalid);
      case NAMESPACES,
          PODS,
          SECRETS,
          REPLICASETS,
          CONTROLLERREVISIONS,
          APPLICATIONS,
          KUSTOMIZATIONS,
          HELMRELEASES -> {}
    }
    return invalid;
  }

  private static void workload(
      ApiResource resource, JsonObject stored, JsonObject changed, List<InvalidField> invalid) {
    JsonObject before = JsonPaths.object(stored, "spec");
    JsonObject after = JsonPaths.object(changed, "spec");
    JsonObject selector = JsonPaths.object(after, "selector");
    if (!selector.equals(JsonPaths.object(before, "selector"))) {
      invalid.add(immutable("spec.selector", selector.toString()));
    }
    if (resource == ApiResource.STATEFULSETS) {
      boolean others =
          after.entrySet().stream()
              .anyMatch(each ->
                  !CHANGEABLE.contains(each.getKey())
                      && !each.getValue().equals(before.get(each.getKey())));
      if (others) {
        String message =
            "Forbidden: updates to statefulset spec for fields other than "
                + String.join(", ", CHANGEABLE.stream().sorted().toList())
                + " are forbidden";
        invalid.add(new InvalidField("FieldValueForbidden", message, "spec"));
      }
    }
    if (JsonPaths.number(after, 1, "replicas") < 0) {
      invalid.add(
          new InvalidField(
              "FieldValueInvalid",
              "Invalid value: must be greater than or equal to 0",
              "spec.replicas"));
    }
    template(JsonPaths.object(after, "template"), selector, invalid);
  }

  private static void template(
      JsonObject template, JsonObject selector, List<InvalidField> invalid) {
    JsonObject labels = JsonPaths.object(template, "metadata", "labels");
    if (!PodTemplates.matches(JsonPaths.object(selector, "matchLabels"), labels)) {
      invalid.add(
          new InvalidField(
              "FieldValueInvalid",
              "Invalid value: " + labels + ": `selector` does not match template `labels`",
              "spec.template.metadata.labels"));
    }
    List<JsonObject> containers =
        JsonPaths.array(template, "spec", "containers").stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .toList();
    if (containers.isEmpty()) {
      invalid.add(required("spec.template.spec.containers"));
    }
    for (int i = 0; i < containers.size(); i++) {
      for (String field : List.of("name", "image")) {
        if (JsonPaths.text(containers.get(i), field).isEmpty()) {
          invalid.add(required("spec.template.spec.containers[" + i + "]." + field));
        }
      }
    }
  }

  private static InvalidField required(String field) {
    return new InvalidField("FieldValueRequired", "Required value", field);
  }

  private static InvalidField immutable(String field, String value) {
    return new InvalidField(
        "FieldValueInvalid", "Invalid value: " + value + ": field is immutable", field);
  }
}
