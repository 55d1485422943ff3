package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pods, as the ReplicaSets and the revisions make them; they are not stored. */
final class PodObjects {
  private final ClusterObjects objects;
  private final RevisionController controller;

  PodObjects(ClusterObjects objects, RevisionController controller) {
    this.objects = objects;
    this.controller = controller;
  }

  List<JsonObject> list(String namespace) {
    List<JsonObject> pods = new ArrayList<>();
    for (JsonObject replicaSet : objects.list(ApiResource.REPLICASETS, namespace)) {
      String name = JsonPaths.text(replicaSet, "metadata", "name");
      JsonObject template = JsonPaths.object(replicaSet, "spec", "template");
      for (int i = 0; i < ReplicaSets.replicas(replicaSet); i++) {
        pods.add(
            pod(
                replicaSet,
                template,
                name + "-" + PodTemplates.podSuffix(name, i),
                i < ReplicaSets.available(replicaSet)));
      }
    }
    for (ApiResource each : List.of(ApiResource.STATEFULSETS, ApiResource.DAEMONSETS)) {
      objects.list(each, namespace).forEach(workload -> pods.addAll(of(each, workload)));
    }
    return pods;
  }

  private List<JsonObject> of(ApiResource resource, JsonObject workload) {
    ControllerRevisions revisions = new ControllerRevisions(objects);
    List<JsonObject> pods = new ArrayList<>();
    for (Map.Entry<Integer, String> each : controller.pods(workload).entrySet()) {
      JsonObject template =
          revisions
              .named(workload, each.getValue())
              .map(ControllerRevisions::template)
              .orElseGet(() -> JsonPaths.object(workload, "spec", "template"));
      JsonObject labelled =
          JsonPaths.put(
              template, each.getValue(), "metadata", "labels", ControllerRevisions.HASH_LABEL);
      pods.add(
          pod(
              workload,
              labelled,
              name(resource, workload, each.getKey()),
              controller.ready(workload, each.getKey())));
    }
    return pods;
  }

  private static String name(ApiResource resource, JsonObject workload, int index) {
    String name = JsonPaths.text(workload, "metadata", "name");
    return resource == ApiResource.STATEFULSETS
        ? name + "-" + index
        : name + "-" + PodTemplates.podSuffix(name, index);
  }

  /** Deletes a pod of a StatefulSet or a DaemonSet; its controller makes it again. */
  void delete(ObjectKey pod) {
    for (ApiResource each : List.of(ApiResource.STATEFULSETS, ApiResource.DAEMONSETS)) {
      for (JsonObject workload : objects.list(each, pod.namespace())) {
        for (int index : controller.pods(workload).keySet()) {
          if (name(each, workload, index).equals(pod.name())) {
            controller.delete(workload, index);
          }
        }
      }
    }
  }

  private JsonObject pod(JsonObject owner, JsonObject template, String name, boolean ready) {
    JsonArrayBuilder containers = JsonHelper.array();
    for (JsonObject each :
        JsonPaths.array(template, "spec", "containers").getValuesAs(JsonObject.class)) {
      JsonObject state =
          ready
              ? JsonPaths.put(
                  JsonHelper.object().build(),
                  JsonPaths.text(owner, "metadata", "creationTimestamp"),
                  "running",
                  "startedAt")
              : JsonPaths.put(JsonHelper.object().build(), "ImagePullBackOff", "waiting", "reason");
      containers.add(
          JsonHelper.object()
              .add("name", JsonPaths.text(each, "name"))
              .add("image", JsonPaths.text(each, "image"))
              .add("ready", ready)
              .add("restartCount", 0)
              .add("state", state));
    }
    return JsonHelper.object()
        .add("apiVersion", "v1")
        .add("kind", "Pod")
        .add(
            "metadata",
            JsonHelper.object()
                .add("name", name)
                .add("namespace", JsonPaths.text(owner, "metadata", "namespace"))
                .add("uid", JsonPaths.text(owner, "metadata", "uid") + "-" + name)
                .add("resourceVersion", String.valueOf(objects.version()))
                .add("creationTimestamp", JsonPaths.text(owner, "metadata", "creationTimestamp"))
                .add("labels", JsonPaths.object(template, "metadata", "labels"))
                .add("ownerReferences", JsonHelper.array().add(ReplicaSets.owner(owner))))
        .add("spec", JsonPaths.object(template, "spec"))
        .add(
            "status",
            JsonHelper.object()
                .add("phase", ready ? "Running" : "Pending")
                .add(
                    "conditions",
                    JsonHelper.array()
                        .add(
                            JsonHelper.object()
                                .add("type", "Ready")
                                .add("status", ready ? "True" : "False")))
                .add("containerStatuses", containers))
        .build();
  }
}
