package dev.rollbackbot.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan being carried out, or carried out.
 *
 * @param steps one for each of the plan's, in its order
 * @param wish what is to happen after the step that runs
 */
public record Rollback(
    Plan plan, Authority authority, Instant startedAt, List<StepRun> steps, Wish wish) {
  public Rollback {
    steps = List.copyOf(steps);
  }

  /** What is to happen after the step that runs. */
  public enum Wish {
    GO_ON,
    PAUSE,
    STOP
  }

  static Rollback begin(Plan plan, Authority authority) {
    return new Rollback(
        plan,
        authority,
        authority.at(),
        plan.steps().stream().map(s -> new StepRun(s, 0, new StepRun.Waiting())).toList(),
        Wish.GO_ON);
  }

  /** The first step that is not settled, if there is one. */
  public Optional<StepRun> current() {
    return steps.stream().filter(s -> !s.settled()).findFirst();
  }

  /** The step of that id, if there is one. */
  public Optional<StepRun> step(String id) {
    return steps.stream().filter(s -> s.step().id().equals(id)).findFirst();
  }

  /** Which step it is at, from 1; the number of steps when all are settled. */
  public int position() {
    return current().map(c -> steps.indexOf(c) + 1).orElse(steps.size());
  }

  Rollback with(StepRun changed) {
    return new Rollback(
        plan,
        authority,
        startedAt,
        steps.stream().map(s -> s.step().id().equals(changed.step().id()) ? changed : s).toList(),
        wish);
  }

  Rollback wishing(Wish next) {
    return new Rollback(plan, authority, startedAt, steps, next);
  }

  /** From its start to that instant. */
  public Duration age(Instant now) {
    return Duration.between(startedAt, now);
  }
}
