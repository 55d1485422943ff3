package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The plan while nobody has begun to carry it out; a proposal's is not one yet. */
  public Optional<Plan> openPlan() {
    return switch (state) {
      case State.AwaitingApproval awaiting -> Optional.of(awaiting.plan());
      case State.Preparing(State.Planned planned) -> Optional.of(planned.plan());
      case State _ -> Optional.empty();
    };
  }

  /** That plan, or the one that is carried out. */
  public Optional<Plan> plan() {
    return openPlan().or(() -> rollback().map(Rollback::plan));
  }

  public Optional<StepRun> step(String step) {
    return rollback().flatMap(r -> r.step(step));
  }

  /** The first step that is not settled. */
  public Optional<StepRun> currentStep() {
    return rollback().flatMap(Rollback::current);
  }

  /** The steps that are carried out now and are not settled. */
  public List<StepRun> currentSteps() {
    return rollback().map(Rollback::currentGroup).orElse(List.of());
  }

  /** That step, if it is one of those. */
  public Optional<StepRun> currentStep(String id) {
    return rollback().flatMap(r -> r.current(id));
  }

  /**
   * The keys of the locks of what the incident may be changing: by a step whose job was started, or
   * by an attempt of which nobody knows what became of it. No other incident may change that.
   */
  public Set<String> locksUnderChange() {
    return SortedCopy.of(
        Stream.concat(
                currentSteps().stream()
                    .filter(StepRun::mayBeChanging)
                    .flatMap(step -> step.step().lockKeys().stream()),
                details.unsettled().stream().flatMap(attempt -> attempt.locks().stream()))
            .toList());
  }

  /** The step that was started with that job, if it has not ended. */
  public Optional<StepRun> stepOfJob(String job) {
    return currentSteps().stream()
        .filter(step ->
            switch (step.status()) {
              case StepRun.Running running -> running.job().equals(job);
              case StepRun.WaitingForLock waiting -> waiting.job().equals(job);
              case StepRun.StepStatus _ -> false;
            })
        .findFirst();
  }
}
