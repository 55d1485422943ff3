package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The marks that owners leave on objects, and the objects of their own. */
record Owners(Cluster cluster) {
  static final String ARGO_CD = "argocd-controller";

  private static final String ARGO_CD_MARK = "argocd.argoproj.io/tracking-id";
  private static final String ARGO_CD_NAMESPACE = "argocd";
  private static final String FLUX_NAMESPACE = "flux-system";
  private static final int HELM_RELEASES = 3;

  void mark(ObjectKey key, ClusterOwner owner) {
    switch (owner) {
      case ARGO_CD -> {
        annotate(
            key,
            ARGO_CD_MARK,
            "%s:%s/%s:%s/%s"
                .formatted(
                    key.name(),
                    key.resource().group,
                    key.resource().kind,
                    key.namespace(),
                    key.name()),
            ARGO_CD);
        create(application(key), argoCdApplication(key), ARGO_CD);
      }
      case FLUX_KUSTOMIZATION -> {
        label(key, "kustomize.toolkit.fluxcd.io/name", key.name(), "kustomize-controller");
        label(key, "kustomize.toolkit.fluxcd.io/namespace", FLUX_NAMESPACE, "kustomize-controller");
        JsonObject spec =
            JsonHelper.object()
                .add("interval", "10m")
                .add("path", "./" + key.name())
                .add("prune", true)
                .add("suspend", false)
                .build();
        create(
            new ObjectKey(ApiResource.KUSTOMIZATIONS, FLUX_NAMESPACE, key.name()),
            spec,
            "kustomize-controller");
      }
      case FLUX_HELM_RELEASE -> {
        helm(key, "helm-controller");
        label(key, "helm.toolkit.fluxcd.io/name", key.name(), "helm-controller");
        label(key, "helm.toolkit.fluxcd.io/namespace", key.namespace(), "helm-controller");
        JsonObject spec =
            JsonHelper.object()
                .add("interval", "10m")
                .add("suspend", false)
                .add("driftDetection", JsonHelper.object().add("mode", "enabled"))
                .build();
        create(key.sibling(ApiResource.HELMRELEASES, key.name()), spec, "helm-controller");
      }
      case HELM -> helm(key, "helm");
    }
  }

  void unmark(ObjectKey key, ClusterOwner owner) {
    switch (owner) {
      case ARGO_CD -> {
        JsonObject stored = cluster.get(key).orElseThrow();
        cluster.write(
            key,
            JsonPaths.remove(stored, "metadata", "annotations", ARGO_CD_MARK),
            FieldManager.update(ARGO_CD));
        cluster.delete(application(key));
      }
      case FLUX_KUSTOMIZATION, FLUX_HELM_RELEASE, HELM ->
          throw new IllegalArgumentException(owner + " stays");
    }
  }

  private void helm(ObjectKey key, String manager) {
    label(key, "app.kubernetes.io/managed-by", "Helm", manager);
    annotate(key, "meta.helm.sh/release-name", key.name(), manager);
    annotate(key, "meta.helm.sh/release-namespace", key.namespace(), manager);
    for (int version = 1; version <= HELM_RELEASES; version++) {
      String name = "sh.helm.release.v1." + key.name() + ".v" + version;
      JsonObjectBuilder labels =
          JsonHelper.object()
              .add("owner", "helm")
              .add("name", key.name())
              .add("version", String.valueOf(version))
              .add("status", version == HELM_RELEASES ? "deployed" : "superseded");
      JsonObject secret =
          JsonHelper.object()
              .add("metadata", JsonHelper.object().add("labels", labels))
              .add("type", "helm.sh/release.v1")
              .add("data", JsonHelper.object().add("release", "bm90IGEgcmVhbCByZWxlYXNl"))
              .build();
      cluster.create(key.sibling(ApiResource.SECRETS, name), secret, FieldManager.update(manager));
    }
  }

  private static JsonObject argoCdApplication(ObjectKey key) {
    JsonObject automated = JsonHelper.object().add("prune", true).add("selfHeal", true).build();
    return JsonHelper.object()
        .add("project", "default")
        .add(
            "source",
            JsonHelper.object()
                .add("repoURL", "https://git.example.com/shop/deploy.git")
                .add("path", key.name())
                .add("targetRevision", "main"))
        .add(
            "destination",
            JsonHelper.object()
                .add("server", "https://kubernetes.default.svc")
                .add("namespace", key.namespace()))
        .add("syncPolicy", JsonHelper.object().add("automated", automated))
        .build();
  }

  private static ObjectKey application(ObjectKey key) {
    return new ObjectKey(ApiResource.APPLICATIONS, ARGO_CD_NAMESPACE, key.name());
  }

  private void create(ObjectKey key, JsonObject spec, String manager) {
    if (cluster.get(key).isEmpty()) {
      cluster.create(
          key, JsonHelper.object().add("spec", spec).build(), FieldManager.update(manager));
    }
  }

  private void annotate(ObjectKey key, String name, String value, String manager) {
    put(key, "annotations", name, value, manager);
  }

  private void label(ObjectKey key, String name, String value, String manager) {
    put(key, "labels", name, value, manager);
  }

  private void put(ObjectKey key, String map, String name, String value, String manager) {
    JsonObject stored = cluster.get(key).orElseThrow();
    cluster.write(
        key, JsonPaths.put(stored, value, "metadata", map, name), FieldManager.apply(manager));
  }
}
