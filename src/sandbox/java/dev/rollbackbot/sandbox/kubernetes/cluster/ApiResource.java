package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of objects that the cluster serves. */
public enum ApiResource {
  NAMESPACES("", "v1", "Namespace", "ns"),
  PODS("", "v1", "Pod", "po"),
  SECRETS("", "v1", "Secret", ""),
  DEPLOYMENTS("apps", "v1", "Deployment", "deploy"),
  REPLICASETS("apps", "v1", "ReplicaSet", "rs"),
  STATEFULSETS("apps", "v1", "StatefulSet", "sts"),
  DAEMONSETS("apps", "v1", "DaemonSet", "ds"),
  CONTROLLERREVISIONS("apps", "v1", "ControllerRevision", ""),
  APPLICATIONS("argoproj.io", "v1alpha1", "Application", "app"),
  KUSTOMIZATIONS("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "ks"),
  HELMRELEASES("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "hr");

  /** "" is the core group. */
  public final String group;

  public final String version;
  public final String kind;

  /** For people who type it; "" for none. */
  public final String shortName;

  /** The name in paths. */
  public final String plural = name().toLowerCase(Locale.ROOT);

  ApiResource(String group, String version, String kind, String shortName) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.shortName = shortName;
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
