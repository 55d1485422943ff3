package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.JsonObject;
import java.util.Optional;

/** What else writes a workload, by the marks that it leaves there. */
record WorkloadOwner(Workload workload) {
  private static final String METADATA = "metadata";

  /** A controller that writes the workload's template itself; empty: there is none. */
  Optional<String> controller() {
    return ObjectFields.objects(workload.object(), METADATA, "ownerReferences").stream()
        .filter(owner -> ObjectFields.isTrue(owner, "controller"))
        .map(owner -> text(owner, "kind") + " " + text(owner, "name"))
        .map(owner ->
            "%s belongs to %s, which writes it anew: roll that back instead."
                .formatted(workload.resource(), owner))
        .findFirst();
  }

  private static String text(JsonObject owner, String field) {
    return ObjectFields.text(owner, field).map(ProviderText::clip).orElse("?");
  }

  /** Who takes the rollback back, and what to do about it; empty: nobody, as far as is known. */
  Optional<String> takesItBack() {
    return argoCd().or(this::flux).or(this::helm).or(this::applied);
  }

  private Optional<String> argoCd() {
    boolean managed =
        ObjectFields.objects(workload.object(), METADATA, "managedFields").stream()
            .anyMatch(
                m -> ObjectFields.text(m, "manager").equals(Optional.of("argocd-controller")));
    Optional<String> application =
        workload
            .annotation("argocd.argoproj.io/tracking-id")
            .map(id -> id.split(":", 2)[0])
            .or(() -> managed ? label("app.kubernetes.io/instance") : Optional.empty());
    return application
        .or(() -> managed ? Optional.of("?") : Optional.empty())
        .map(name ->
            "Argo CD deploys it (application %s): self-heal takes the rollback back at once, another sync later. Turn auto-sync off first, or roll back there."
                .formatted(ProviderText.clip(name)));
  }

  private Optional<String> flux() {
    Optional<String> release = label("helm.toolkit.fluxcd.io/name").map(n -> "HelmRelease " + n);
    return release
        .or(() -> label("kustomize.toolkit.fluxcd.io/name").map(n -> "Kustomization " + n))
        .map(name ->
            "Flux deploys it and takes the rollback back: suspend the %s first, or revert in Git."
                .formatted(ProviderText.clip(name)));
  }

  private Optional<String> helm() {
    return workload
        .annotation("meta.helm.sh/release-name")
        .map(name ->
            "Helm deploys it (release %s) and does not learn of the rollback: the next upgrade goes over it. “helm rollback” is the better way."
                .formatted(ProviderText.clip(name)));
  }

  private Optional<String> applied() {
    return workload
        .annotation("kubectl.kubernetes.io/last-applied-configuration")
        .map(_ -> "It is deployed by “kubectl apply”: the next one brings the newer version back.");
  }

  private Optional<String> label(String name) {
    return ObjectFields.text(workload.object(), METADATA, "labels", name);
  }
}
