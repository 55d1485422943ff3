package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Invocation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A resource is changed, by a rollback or by what a provider runs, only when the outcome of the
 * previous change is known, reconciliation has ended without one, or a person settled the step. A
 * job that waits for the lock changes nothing. No incident is over before that, because its locks
 * are free then.
 *
 * @param open the lock keys of what a job may still change
 */
record OneRollbackAtATime(Set<String> open) implements Invariant {
  static final OneRollbackAtATime FRESH = new OneRollbackAtATime(Set.of());

  OneRollbackAtATime {
    open = Set.copyOf(open);
  }

  @Override
  public OneRollbackAtATime after(Transition transition) {
    Set<String> next = new HashSet<>(open);
    settledStep(transition).ifPresent(next::remove);
    obtainedLock(transition)
        .ifPresent(resource ->
            require(next.add(resource), "a job that waited begins beside another on " + resource));
    for (Effect.RunJob job : transition.jobs()) {
      switch (job.invocation()) {
        case Invocation.RollBack _, Invocation.ProviderJob _ -> {
          String lock =
              transition
                  .after()
                  .stepOfJob(job.job())
                  .flatMap(s -> s.step().lockKeys().stream().findFirst())
                  .orElseThrow();
          require(
              next.add(lock),
              () -> job.job() + " changes " + lock + " while another job may still change it");
        }
        case Invocation.ReconcileRollback _, Invocation.ReconcileJob _ ->
            unknownStep(transition).ifPresent(next::add);
        case Invocation.Survey _, Invocation.ReadLive _, Invocation.CaptureLogs _ -> {}
      }
    }
    require(
        next.isEmpty() || !(transition.after().state() instanceof State.Ended),
        () -> "it is over while a job may still change " + next);
    return next.equals(open) ? this : new OneRollbackAtATime(next);
  }

  /** The service of the step that the event settles. */
  private static Optional<String> settledStep(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.StepSucceeded e -> e.step();
          case Event.StepJobSucceeded e -> e.step();
          case Event.StepFailed e -> e.step();
          case Event.StepUnknown e -> e.step();
          case Event.StepDoneByHand e -> e.step();
          case Event.StepSkipped e -> e.step();
          case Event.LockAwaited e -> e.step();
          case Event _ -> "";
        };
    return resource(transition, step);
  }

  /** The service of the step whose job begins after a wait. */
  private static Optional<String> obtainedLock(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.LockObtained e -> e.step();
          case Event.LockTakenOver e -> e.step();
          case Event _ -> "";
        };
    return resource(transition, step);
  }

  /** Of the step whose outcome is found out. */
  private static Optional<String> unknownStep(Transition transition) {
    return transition.event() instanceof Event.StepUnknown e
        ? resource(transition, e.step())
        : Optional.empty();
  }

  private static Optional<String> resource(Transition transition, String step) {
    return transition.stateBefore().orElse(null) instanceof State.Executing x
        ? x.rollback().step(step).flatMap(s -> s.step().lockKeys().stream().findFirst())
        : Optional.empty();
  }
}
