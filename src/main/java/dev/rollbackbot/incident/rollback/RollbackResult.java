package dev.rollbackbot.incident.rollback;

import java.util.List;

/**
 * What a rollback led to.
 *
 * @param services of every plan of the incident, in the order of the plans
 * @param notDone steps of the last plan that nobody carried out
 * @param earlierUnread steps of earlier plans that were carried out, or may have been, and whose
 *     effect shows in no service
 */
public record RollbackResult(
    Ending ending,
    List<ServiceResult> services,
    List<StepRun> notDone,
    List<StepRun> earlierUnread) {
  public RollbackResult {
    services = List.copyOf(services);
    notDone = List.copyOf(notDone);
    earlierUnread = List.copyOf(earlierUnread);
  }

  /** Whether every service was read and runs an earlier version, or what it did, as planned. */
  public boolean allWentBack() {
    return services.stream().anyMatch(ServiceResult::wentBack)
        && services.stream()
            .allMatch(s ->
                s.wentBack() || (s.match() == ServiceResult.TargetMatch.ON_TARGET && s.asBefore()));
  }

  /** Whether one runs an earlier version, as planned, that did not serve the same before. */
  public boolean anyWentBack() {
    return services.stream().anyMatch(s -> s.wentBack() && !s.asBefore());
  }

  public boolean anyChanged() {
    return services.stream().anyMatch(ServiceResult::changed);
  }
}
