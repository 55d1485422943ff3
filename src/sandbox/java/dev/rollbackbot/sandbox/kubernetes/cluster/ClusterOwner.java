package dev.rollbackbot.sandbox.kubernetes.cluster;

/** What may write an object's template besides people. */
public enum ClusterOwner {
  /** An Application with automated sync and self-heal. */
  ARGO_CD,
  /** A Kustomization. */
  FLUX_KUSTOMIZATION,
  /** A HelmRelease that puts drift back, with the release's Secrets. */
  FLUX_HELM_RELEASE,
  /** A release with its Secrets, and nothing that reconciles it. */
  HELM
}
