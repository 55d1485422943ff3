package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One step of a plan.
 *
 * @param id of the method's step
 * @param change empty: a person does this step
 */
public record PlannedStep(String id, String title, Optional<Change> change) {
  public PlannedStep withTarget(Version target, String why) {
    return new PlannedStep(id, title, change.map(c -> c.withTarget(target, why)));
  }

  /**
   * The version that the bot will make live.
   *
   * @param live when the plan was made
   * @param why the reason for this target, in one sentence
   * @param candidates possible targets, newest first, with the chosen one
   * @param cannotUndo what this does not restore
   * @param tookBefore duration of the service's last rollback
   */
  public record Change(
      ServiceRef service,
      Deployment live,
      Version target,
      String why,
      List<Version> candidates,
      List<String> cannotUndo,
      Optional<Duration> tookBefore) {
    public Change {
      candidates = List.copyOf(candidates);
      cannotUndo = List.copyOf(cannotUndo);
    }

    private Change withTarget(Version other, String reason) {
      return new Change(service, live, other, reason, candidates, cannotUndo, tookBefore);
    }
  }
}
