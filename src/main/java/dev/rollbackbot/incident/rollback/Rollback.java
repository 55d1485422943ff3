package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.database.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** What happens after the steps under way. */
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
        plan.steps().stream().map(Rollback::notBegun).toList(),
        PendingControl.CONTINUE);
  }

  private static StepRun notBegun(PlannedStep step) {
    return new StepRun(
        step,
        0,
        initialStatus(step),
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static StepRun.StepStatus initialStatus(PlannedStep step) {
    Optional<StepRun.LeftOut> leftOut = step.leftOut();
    return leftOut.isPresent() ? leftOut.get() : new StepRun.Waiting();
  }

  /** The first step that is not settled. */
  public Optional<StepRun> current() {
    return steps.stream().filter(s -> !s.settled()).findFirst();
  }

  /**
   * The steps that are not settled of those that run at the same time as the first one of them: one
   * where the plan has no others beside it, none when all are settled.
   */
  public List<StepRun> currentGroup() {
    List<String> group = current().map(c -> plan.group(c.step().id())).orElse(List.of());
    return steps.stream().filter(s -> !s.settled() && group.contains(s.step().id())).toList();
  }

  /** That step, if it is one of those that are carried out now. */
  public Optional<StepRun> current(String id) {
    return currentGroup().stream().filter(s -> s.step().id().equals(id)).findFirst();
  }

  /** Those that are running, wait for a lock, or are handed over to a person. */
  public List<StepRun> underWay() {
    return currentGroup().stream().filter(StepRun::underWay).toList();
  }

  /** Those that failed, or whose outcome is unknown. */
  public List<StepRun> undecided() {
    return currentGroup().stream().filter(StepRun::undecided).toList();
  }

  /** Whether the provider is being asked what became of one of them. */
  public boolean reconciling() {
    return undecided().stream().anyMatch(StepRun::reconciling);
  }

  /** The step that waits for that job's outcome. */
  public Optional<StepRun> stepAwaiting(String job) {
    return currentGroup().stream()
        .filter(step ->
            switch (step.status()) {
              case StepRun.Running running -> running.job().equals(job);
              case StepRun.ReadingDatabase reading -> reading.job().equals(job);
              case StepRun.OutcomeUnknown unknown ->
                  unknown.reconcileJob().equals(Optional.of(job));
              case StepRun.StepStatus _ -> false;
            })
        .findFirst();
  }

  public Optional<StepRun> step(String id) {
    return steps.stream().filter(s -> s.step().id().equals(id)).findFirst();
  }

  /** Position of a step, from 1. */
  public int position(StepRun step) {
    return steps.indexOf(step) + 1;
  }

  /** Without the waits for a lock: those steps have not begun, and are started anew. */
  public Rollback withoutWaits() {
    return new Rollback(
        plan,
        authorization,
        startedAt,
        steps.stream().map(StepRun::withoutWait).toList(),
        pendingControl);
  }

  public Rollback withStep(StepRun changed) {
    return new Rollback(
        plan,
        authorization,
        startedAt,
        steps.stream().map(s -> s.step().id().equals(changed.step().id()) ? changed : s).toList(),
        pendingControl);
  }

  /** It is carried out next, before what is not settled. */
  public Rollback withNextStep(PlannedStep added) {
    Optional<StepRun> next = current();
    List<StepRun> all = new ArrayList<>(steps);
    all.add(next.map(all::indexOf).orElse(all.size()), notBegun(added));
    return new Rollback(
        plan.withStepBefore(next.map(s -> s.step().id()), added),
        authorization,
        startedAt,
        all,
        PendingControl.CONTINUE);
  }

  /** A database was restored to that point: what scripts did after it is gone. */
  public Rollback withRestored(RestorePoint point, Instant at) {
    return new Rollback(
        plan,
        authorization,
        startedAt,
        steps.stream().map(s -> s.withRestored(point, at)).toList(),
        pendingControl);
  }

  public Rollback withPendingControl(PendingControl next) {
    return new Rollback(plan, authorization, startedAt, steps, next);
  }

  public Duration elapsed(Instant now) {
    return Duration.between(startedAt, now);
  }
}
