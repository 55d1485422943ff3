package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One step of a plan.
 *
 * @param id of the method's step
 * @param change what the bot will put live; empty: a person does this step
 */
public record PlannedStep(String id, String title, Optional<Change> change) {
  /**
   * What the bot will put live.
   *
   * @param live what was live when the plan was made
   * @param target what will be
   * @param why this target, in one sentence
   * @param candidates what may be chosen instead, newest first; holds the target
   * @param cannotUndo what this does not bring back
   * @param tookBefore how long it took the last time
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

    public Change withTarget(Version other, String reason) {
      return new Change(service, live, other, reason, candidates, cannotUndo, tookBefore);
    }
  }
}
