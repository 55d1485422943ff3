package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a workload runs and ran, with what an approver has to know about its rollback. */
record WorkloadSurvey(ServiceRef service, Workload workload) {
  private static final int MAX_NAMED = 3;
  private static final long DEFAULT_LIMIT = 10;

  ServiceDeployments survey() {
    RevisionHistory history = new RevisionHistory(workload);
    Optional<String> controller = new WorkloadOwner(workload).controller();
    List<Deployment> earlier =
        controller.isPresent()
            ? List.of()
            : history.earlier().stream().limit(ServiceApi.MAX_EARLIER).toList();
    return new ServiceDeployments(
        service,
        workload.live(),
        earlier,
        warnings(history, earlier, controller),
        Optional.of(history.gaps()),
        notRestored(),
        List.of(),
        running(workload),
        Map.of(),
        controller.isPresent() ? Optional.empty() : new WorkloadOwner(workload).ownership());
  }

  private List<String> notRestored() {
    return switch (workload.kind()) {
      case DEPLOYMENT, DAEMON_SET ->
          List.of("Kubernetes: replicas, ConfigMaps, Secrets, Services, data");
      case STATEFUL_SET ->
          List.of("Kubernetes: replicas, volumes, ConfigMaps, Secrets, Services, data");
    };
  }

  private List<String> warnings(
      RevisionHistory history, List<Deployment> earlier, Optional<String> controller) {
    List<String> warnings = new ArrayList<>();
    if (controller.isPresent()) {
      warnings.add(controller.get());
      return warnings;
    }
    new WorkloadOwner(workload).applied().ifPresent(warnings::add);
    workload.standsStill().ifPresent(why -> warnings.add("A rollback will be refused: " + why));
    if (!workload.replaced()) {
      warnings.add("Not all pods are of one version: " + workload.live().label() + ".");
    }
    brokenPod().ifPresent(warnings::add);
    if (workload.observed() && workload.desired() == 0) {
      warnings.add("It runs no pods at present, so a rollback shows nothing.");
    }
    if (ObjectFields.number(DEFAULT_LIMIT, workload.object(), "spec", "revisionHistoryLimit")
        == 0) {
      warnings.add("Kubernetes keeps no earlier revisions of it (revisionHistoryLimit is 0).");
    }
    passedOver(history).ifPresent(warnings::add);
    if (!earlier.isEmpty()) {
      warnings.add("Kubernetes does not record whether an earlier revision ever worked.");
    }
    movingTags(earlier).ifPresent(warnings::add);
    return warnings;
  }

  /** In order, the controller waits for a pod of another revision for ever. */
  private Optional<String> brokenPod() {
    boolean ordered =
        workload.kind() == WorkloadKind.STATEFUL_SET
            && !ObjectFields.text(workload.object(), "spec", "podManagementPolicy")
                .equals(Optional.of("Parallel"));
    return ordered && workload.observed() && workload.available() < workload.desired()
        ? Optional.of(
            "Not all pods are ready. A StatefulSet waits for a broken pod even when it is rolled"
                + " back: then delete that pod.")
        : Optional.empty();
  }

  private static Optional<String> passedOver(RevisionHistory history) {
    List<Revision> passedOver = history.passedOver();
    if (passedOver.isEmpty()) {
      return Optional.empty();
    }
    String named =
        passedOver.stream().limit(MAX_NAMED).map(Revision::hash).collect(Collectors.joining(", "));
    int more = passedOver.size() - MAX_NAMED;
    return Optional.of(
        "Replaced within minutes, so left out: %s%s."
            .formatted(named, more > 0 ? " and " + more + " more" : ""));
  }

  private Optional<String> movingTags(List<Deployment> earlier) {
    boolean moving =
        earlier.stream()
            .flatMap(d -> d.onlyVersion().stream())
            .flatMap(v -> workload.revision(v.id()).stream())
            .anyMatch(r -> r.template().hasMovingTag());
    return moving
        ? Optional.of(
            "An earlier revision names an image as “latest”: it may be other code by now.")
        : Optional.empty();
  }

  static List<RunningDeployment> running(Workload workload) {
    if (workload.replaced()) {
      return List.of();
    }
    Optional<Revision> wanted = workload.wanted();
    return List.of(
        new RunningDeployment(
            wanted.map(Revision::name).orElse("template-" + workload.template().shortDigest()),
            wanted.map(Revision::hash).orElse("a new template"),
            "rollout",
            wanted.flatMap(r -> r.since(workload.revisions()))));
  }
}
