package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Invocation;
import java.util.Collections;
import java.util.HashSet;
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
    next.removeAll(settledStep(transition));
    Set<String> obtained = obtainedLock(transition);
    require(
        Collections.disjoint(next, obtained),
        () -> "a job that waited begins beside another on one of " + obtained);
    next.addAll(obtained);
    for (Effect.RunJob job : transition.jobs()) {
      switch (job.invocation()) {
        case Invocation.RollBack _, Invocation.ProviderJob _ -> {
          Set<String> locks =
              transition.after().stepOfJob(job.job()).orElseThrow().step().lockKeys();
          require(!locks.isEmpty(), () -> job.job() + " takes no lock");
          require(
              Collections.disjoint(next, locks),
              () -> job.job() + " needs " + locks + " while another job may still use them");
          next.addAll(locks);
        }
        case Invocation.ReconcileRollback _, Invocation.ReconcileJob _ ->
            next.addAll(unknownStep(transition));
        case Invocation.Survey _,
            Invocation.ReadLive _,
            Invocation.ReadDatabase _,
            Invocation.ReadBeforeRestore _,
            Invocation.CaptureLogs _ -> {}
      }
    }
    require(
        next.isEmpty() || !(transition.after().state() instanceof State.Ended),
        () -> "it is over while a job may still change " + next);
    return next.equals(open) ? this : new OneRollbackAtATime(next);
  }

  /** The service of the step that the event settles. */
  private static Set<String> settledStep(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.StepSucceeded e -> e.step();
          case Event.StepJobSucceeded e -> e.step();
          case Event.StepFailed e -> e.step();
          case Event.StepUnknown e -> e.step();
          case Event.StepDoneByHand e -> e.step();
          case Event.StepSkipped e -> e.step();
          case Event.LockAwaited e -> e.step();
          case Event.StepHeldBack e -> e.step();
          case Event _ -> "";
        };
    return resources(transition, step);
  }

  /** The service of the step whose job begins after a wait. */
  private static Set<String> obtainedLock(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.LockObtained e -> e.step();
          case Event.LockTakenOver e -> e.step();
          case Event _ -> "";
        };
    return resources(transition, step);
  }

  /** Of the step whose outcome is found out. */
  private static Set<String> unknownStep(Transition transition) {
    return transition.event() instanceof Event.StepUnknown e
        ? resources(transition, e.step())
        : Set.of();
  }

  private static Set<String> resources(Transition transition, String step) {
    return transition.stateBefore().orElse(null) instanceof State.Executing x
        ? x.rollback().step(step).map(s -> s.step().lockKeys()).orElse(Set.of())
        : Set.of();
  }
}
