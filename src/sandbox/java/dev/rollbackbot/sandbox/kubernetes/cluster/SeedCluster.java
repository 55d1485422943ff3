package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The namespace {@code shop}, half an hour after a bad release of checkout. */
record SeedCluster(Cluster cluster, List<ObjectKey> more, Instant now) {
  private static final FieldManager PIPELINE = FieldManager.update("pipeline");
  private static final List<String> OWN =
      List.of("default", Cluster.NAMESPACE, "argocd", "flux-system");
  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  void make() {
    cluster.liveThrough(
        now.minus(Duration.ofDays(20)),
        () -> {
          for (String each : OWN) {
            cluster.create(
                new ObjectKey(ApiResource.NAMESPACES, "", each),
                JsonValue.EMPTY_JSON_OBJECT,
                PIPELINE);
          }
          more.stream()
              .map(ObjectKey::namespace)
              .distinct()
              .filter(name -> !OWN.contains(name))
              .forEach(name ->
                  cluster.create(
                      new ObjectKey(ApiResource.NAMESPACES, "", name),
                      JsonValue.EMPTY_JSON_OBJECT,
                      PIPELINE));
          more.forEach(
              key -> create(key, key.resource() == ApiResource.DAEMONSETS ? 0 : 2, "1.4.0"));
          create(Cluster.CHECKOUT, 3, "1.4.0");
          create(key(ApiResource.DEPLOYMENTS, "mailer"), 1, "2.0.1");
          create(key(ApiResource.STATEFULSETS, "orders"), 3, "3.1.0");
          create(key(ApiResource.DAEMONSETS, "log-agent"), 0, "0.9.0");
        });
    later(Duration.ofDays(9), Cluster.CHECKOUT, "1.5.0");
    later(Duration.ofDays(5), key(ApiResource.STATEFULSETS, "orders"), "3.2.0");
    later(Duration.ofDays(4), key(ApiResource.DAEMONSETS, "log-agent"), "0.9.1");
    later(Duration.ofDays(3), key(ApiResource.DEPLOYMENTS, "mailer"), "2.1.0");
    later(Duration.ofDays(2), Cluster.CHECKOUT, "1.5.1");
    more.forEach(key -> later(Duration.ofDays(1), key, "1.5.1"));
    later(Duration.ofMinutes(30), Cluster.CHECKOUT, "1.6.0");
    more.forEach(key -> later(Duration.ofMinutes(20), key, "1.6.0"));
  }

  /** Rolls another image out, as a pipeline does. */
  static void release(Cluster cluster, ObjectKey key, String tag, String how) {
    JsonObject stored = cluster.get(key).orElseThrow();
    JsonObject template =
        PodTemplates.withImage(
            JsonPaths.object(stored, "spec", "template"), image(key.name(), tag));
    JsonObject released = JsonPaths.put(stored, template, "spec", "template");
    cluster.write(
        key,
        JsonPaths.put(
            released, key.name() + " " + tag + ", " + how, "metadata", "annotations", CHANGE_CAUSE),
        PIPELINE);
  }

  private void later(Duration ago, ObjectKey key, String tag) {
    cluster.liveThrough(
        now.minus(ago), () -> release(cluster, key, tag, "deployed by the pipeline"));
  }

  private void create(ObjectKey key, int replicas, String tag) {
    JsonObject labels = JsonHelper.object().add("app", key.name()).build();
    JsonObject template =
        PodTemplates.defaulted(
            JsonHelper.object()
                .add("metadata", JsonHelper.object().add("labels", labels))
                .add(
                    "spec",
                    JsonHelper.object()
                        .add(
                            "containers",
                            JsonHelper.array()
                                .add(
                                    JsonHelper.object()
                                        .add("name", key.name())
                                        .add("image", image(key.name(), tag)))))
                .build());
    JsonObjectBuilder spec =
        JsonHelper.object()
            .add("revisionHistoryLimit", 10)
            .add("selector", JsonHelper.object().add("matchLabels", labels))
            .add("template", template);
    if (replicas > 0) {
      spec.add("replicas", replicas);
    }
    JsonObject rolling = JsonHelper.object().add("type", "RollingUpdate").build();
    if (key.resource() == ApiResource.DEPLOYMENTS) {
      JsonObject quarter =
          JsonHelper.object().add("maxSurge", "25%").add("maxUnavailable", "25%").build();
      spec.add("progressDeadlineSeconds", 600)
          .add("strategy", JsonHelper.with(rolling, "rollingUpdate", quarter));
    } else if (key.resource() == ApiResource.STATEFULSETS) {
      JsonObject all = JsonHelper.object().add("partition", 0).build();
      spec.add("podManagementPolicy", "OrderedReady")
          .add("serviceName", key.name())
          .add("updateStrategy", JsonHelper.with(rolling, "rollingUpdate", all));
    } else {
      JsonObject one = JsonHelper.object().add("maxUnavailable", 1).add("maxSurge", 0).build();
      spec.add("updateStrategy", JsonHelper.with(rolling, "rollingUpdate", one));
    }
    JsonObject annotations =
        JsonHelper.object()
            .add(CHANGE_CAUSE, key.name() + " " + tag + ", deployed by the pipeline")
            .build();
    cluster.create(
        key,
        JsonHelper.object()
            .add(
                "metadata",
                JsonHelper.object().add("labels", labels).add("annotations", annotations))
            .add("spec", spec)
            .build(),
        PIPELINE);
  }

  private static String image(String name, String tag) {
    return "registry.example.com/shop/" + name + ":" + tag;
  }

  private static ObjectKey key(ApiResource resource, String name) {
    return new ObjectKey(resource, Cluster.NAMESPACE, name);
  }
}
