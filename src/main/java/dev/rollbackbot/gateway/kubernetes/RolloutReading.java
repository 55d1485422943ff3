package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.ServiceApi.Rollout;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** How far the change of a job is, by what the workload says of itself. */
record RolloutReading(RollBack job, Workload workload) {
  private static final String DEADLINE = "ProgressDeadlineExceeded";

  Rollout rollout() {
    if (!workload.isRequestedBy(job.message()) || !workload.wants(job.target())) {
      return new Rollout.None();
    }
    if (workload.complete()) {
      return new Rollout.None();
    }
    if (workload.observed()) {
      Optional<String> stands = workload.standsStill();
      if (stands.isPresent()) {
        return new Rollout.Stuck("stands-still", "The rollback was begun. " + stands.get());
      }
      if (timedOut()) {
        return new Rollout.Stuck(
            DEADLINE,
            "Kubernetes reports no progress of the rollback (%s): %s It neither stops nor goes back by itself."
                .formatted(DEADLINE, progress()));
      }
    }
    return new Rollout.UnderWay(progress());
  }

  /** A reason from before this change stays there until the first progress. */
  private boolean timedOut() {
    Optional<Instant> written = workload.writtenAt();
    return condition("Progressing")
        .filter(c -> ObjectFields.text(c, "reason").equals(Optional.of(DEADLINE)))
        .flatMap(c -> ObjectFields.text(c, "lastUpdateTime"))
        .flatMap(ProviderText::instant)
        .filter(at -> written.filter(at::isAfter).isPresent())
        .isPresent();
  }

  private Optional<JsonObject> condition(String type) {
    return ObjectFields.objects(workload.object(), "status", "conditions").stream()
        .filter(c -> ObjectFields.text(c, "type").equals(Optional.of(type)))
        .findFirst();
  }

  /** Such as: 2 of 3 pods are new, 3 are available. */
  private String progress() {
    if (!workload.observed()) {
      return "Kubernetes has not begun yet.";
    }
    String text =
        "%d of %d pods %s new, %d %s available."
            .formatted(
                workload.updated(),
                workload.desired(),
                workload.updated() == 1 ? "is" : "are",
                workload.available(),
                workload.available() == 1 ? "is" : "are");
    return text + refused() + blocked();
  }

  private String refused() {
    return condition("ReplicaFailure")
        .filter(c -> ObjectFields.text(c, "status").equals(Optional.of("True")))
        .map(c ->
            " Pods are refused: "
                + ObjectFields.text(c, "message")
                    .map(m -> ProviderText.clip(m))
                    .orElse("no reason given")
                + ".")
        .orElse("");
  }

  private String blocked() {
    return workload.kind() == WorkloadKind.STATEFUL_SET && workload.available() < workload.desired()
        ? " A broken pod of the former version holds a StatefulSet up: delete that pod."
        : "";
  }
}
