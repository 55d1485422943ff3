package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.Optional;

/**
 * An incident that has been declared.
 *
 * @param details what every state has
 */
public record Incident(IncidentDetails details, State state) {
  public IncidentId id() {
    return details.id();
  }

  public Incident with(IncidentDetails next) {
    return new Incident(next, state);
  }

  public Incident with(State next) {
    return new Incident(details, next);
  }

  /** The rollback of this state; empty before it started and after the incident was closed. */
  public Optional<Rollback> rollback() {
    return state instanceof State.Executing executing
        ? Optional.of(executing.rollback())
        : Optional.empty();
  }

  public Optional<StepRun> step(String step) {
    return rollback().flatMap(r -> r.step(step));
  }

  public Optional<StepRun> currentStep() {
    return rollback().flatMap(Rollback::current);
  }

  /**
   * The key of the lock of what the current step may be changing: its job was started, or its
   * outcome is unknown and no person has decided about it. No other incident may change that.
   */
  public Optional<String> lockUnderChange() {
    return currentStep()
        .filter(step ->
            step.status() instanceof StepRun.Running
                || step.status() instanceof StepRun.OutcomeUnknown)
        .map(StepRun::step)
        .flatMap(PlannedStep::lockKey);
  }

  /** The current step, if it was started with that job and has not ended. */
  public Optional<StepRun> stepOfJob(String job) {
    return currentStep()
        .filter(step ->
            switch (step.status()) {
              case StepRun.Running running -> running.job().equals(job);
              case StepRun.WaitingForLock waiting -> waiting.job().equals(job);
              case StepRun.StepStatus _ -> false;
            });
  }
}
