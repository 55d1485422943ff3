package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that the cluster serves. */
public enum ApiResource {
  NAMESPACES("", "v1", "Namespace", List.of("ns")),
  PODS("", "v1", "Pod", List.of("po")),
  SECRETS("", "v1", "Secret", List.of()),
  DEPLOYMENTS("apps", "v1", "Deployment", List.of("deploy")),
  REPLICASETS("apps", "v1", "ReplicaSet", List.of("rs")),
  STATEFULSETS("apps", "v1", "StatefulSet", List.of("sts")),
  DAEMONSETS("apps", "v1", "DaemonSet", List.of("ds")),
  CONTROLLERREVISIONS("apps", "v1", "ControllerRevision", List.of()),
  APPLICATIONS("argoproj.io", "v1alpha1", "Application", List.of("app")),
  KUSTOMIZATIONS("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", List.of("ks")),
  HELMRELEASES("helm.toolkit.fluxcd.io", "v2", "HelmRelease", List.of("hr"));

  /** "" is the core group. */
  public final String group;

  public final String version;
  public final String kind;
  public final List<String> shortNames;

  /** The name in paths. */
  public final String plural = name().toLowerCase(Locale.ROOT);

  ApiResource(String group, String version, String kind, List<String> shortNames) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.shortNames = shortNames;
  }

  public static Optional<ApiResource> of(String group, String version, String plural) {
    return Arrays.stream(values())
        .filter(r -> r.group.equals(group) && r.version.equals(version) && r.plural.equals(plural))
        .findFirst();
  }

  public boolean namespaced() {
    return this != NAMESPACES;
  }

  /** Custom resources are stored without a schema: strategic merge is not possible. */
  public boolean custom() {
    return group.contains(".");
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As messages name it: {@code deployments.apps}. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
