package dev.rollbackbot.incident.rollback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan that is being or was carried out.
 *
 * @param steps one for each of the plan's, in its order
 */
public record Rollback(
    Plan plan,
    RollbackAuthorization authorization,
    Instant startedAt,
    List<StepRun> steps,
    PendingControl pendingControl) {
  public Rollback {
    steps = List.copyOf(steps);
  }

  /** What happens after the current step. */
  public enum PendingControl {
    CONTINUE,
    PAUSE,
    STOP
  }

  public static Rollback start(Plan plan, RollbackAuthorization authorization) {
    return new Rollback(
        plan,
        authorization,
        authorization.at(),
        plan.steps().stream()
            .map(s -> new StepRun(s, 0, initialStatus(s), Optional.empty(), false, Optional.empty()))
            .toList(),
        PendingControl.CONTINUE);
  }

  private static StepRun.StepStatus initialStatus(PlannedStep step) {
    Optional<StepRun.LeftOut> leftOut = step.leftOut();
    return leftOut.isPresent() ? leftOut.get() : new StepRun.Waiting();
  }

  /** The first step that is not settled. */
  public Optional<StepRun> current() {
    return steps.stream().filter(s -> !s.settled()).findFirst();
  }

  public Optional<StepRun> step(String id) {
    return steps.stream().filter(s -> s.step().id().equals(id)).findFirst();
  }

  /** Position of the current step, from 1; the number of steps when all are settled. */
  public int position() {
    return current().map(c -> steps.indexOf(c) + 1).orElse(steps.size());
  }

  public Rollback withStep(StepRun changed) {
    return new Rollback(
        plan,
        authorization,
        startedAt,
        steps.stream().map(s -> s.step().id().equals(changed.step().id()) ? changed : s).toList(),
        pendingControl);
  }

  public Rollback withPendingControl(PendingControl next) {
    return new Rollback(plan, authorization, startedAt, steps, next);
  }

  public Duration elapsed(Instant now) {
    return Duration.between(startedAt, now);
  }
}
