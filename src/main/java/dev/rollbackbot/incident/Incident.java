package dev.rollbackbot.incident;

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
}
