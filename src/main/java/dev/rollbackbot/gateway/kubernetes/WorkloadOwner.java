package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.ServiceDeployments.Ownership;
import dev.rollbackbot.runbook.Method.Owner;
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
    return ObjectFields.text(owner, field).map(ProviderText::name).orElse("?");
  }

  /** What takes a change back, by itself or with its next deployment. */
  Optional<Ownership> ownership() {
    return argoCd().or(this::flux).or(this::helm);
  }

  private Optional<Ownership> argoCd() {
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
            new Ownership(
                Owner.ARGO_CD,
                "application " + ProviderText.name(name),
                "A rollback past Argo CD does not last: with self-heal it is taken back at once,"
                    + " otherwise with a later sync.",
                "Turn auto-sync off first, or roll back there."));
  }

  private Optional<Ownership> flux() {
    Optional<Ownership> release =
        label("helm.toolkit.fluxcd.io/name")
            .map(name ->
                new Ownership(
                    Owner.FLUX,
                    "HelmRelease " + ProviderText.name(name),
                    "Unless Flux is suspended, a rollback past it does not last: the next upgrade"
                        + " takes it back, or Flux itself within its interval if it looks for"
                        + " drift.",
                    "Suspend the HelmRelease first, or revert in Git."));
    return release.or(() ->
        label("kustomize.toolkit.fluxcd.io/name")
            .map(name ->
                new Ownership(
                    Owner.FLUX,
                    "Kustomization " + ProviderText.name(name),
                    "Unless Flux is suspended, a rollback past it does not last: it is taken back"
                        + " within its interval.",
                    "Suspend the Kustomization first, or revert in Git.")));
  }

  private Optional<Ownership> helm() {
    return workload
        .annotation("meta.helm.sh/release-name")
        .map(name ->
            new Ownership(
                Owner.HELM,
                "release " + ProviderText.name(name),
                "A rollback past Helm lasts until its next upgrade, as the release does not learn"
                    + " of it.",
                "“helm rollback” is the better way."));
  }

  /** What people know of somebody who applies files; empty: nobody does, or it is owned. */
  Optional<String> applied() {
    return ownership().isPresent()
        ? Optional.empty()
        : workload
            .annotation("kubectl.kubernetes.io/last-applied-configuration")
            .map(_ ->
                "It is deployed by “kubectl apply”: the next one brings the newer version back.");
  }

  private Optional<String> label(String name) {
    return ObjectFields.text(workload.object(), METADATA, "labels", name);
  }
}
