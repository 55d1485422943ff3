package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Optional;

/** The refusals of a provider because secrets changed since the target was made. */
public final class ChangedSecrets {
  private ChangedSecrets() {}

  /**
   * The secrets because of which the provider refused that version in this incident, the last time;
   * empty: it did not, or the version is live.
   */
  public static Optional<List<String>> of(
      IncidentDetails details, ServiceRef service, Deployment live, String version) {
    if (live.onlyVersion().filter(v -> v.id().equals(version)).isPresent()) {
      return Optional.empty();
    }
    return details.earlierRollbacks().reversed().stream()
        .flatMap(rollback -> rollback.steps().stream())
        .filter(step -> isChangeOf(step, service, version))
        .flatMap(step -> of(step.status()).stream())
        .findFirst();
  }

  private static boolean isChangeOf(StepRun step, ServiceRef service, String version) {
    return step.step()
        .change()
        .filter((PlannedStep.Change change) ->
            change.service().lockKey().equals(service.lockKey())
                && change.target().id().equals(version))
        .isPresent();
  }

  public static Optional<List<String>> of(StepRun.StepStatus status) {
    return status instanceof StepRun.AttemptFailed failed
        ? failed.changedSecrets()
        : Optional.empty();
  }
}
