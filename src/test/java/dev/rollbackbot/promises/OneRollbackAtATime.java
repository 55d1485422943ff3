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
 * A service is rolled back only when the outcome of its previous rollback is known, reconciliation
 * has ended without one, or a person settled the step. A job that waits for the lock changes
 * nothing.
 *
 * @param open the provider's names of the services that a rollback may still change
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
      if (job.invocation() instanceof Invocation.RollBack rollBack) {
        require(
            next.add(rollBack.service().resource()),
            job.job()
                + " rolls "
                + rollBack.service().resource()
                + " back while another rollback may still change it");
      } else if (job.invocation() instanceof Invocation.ReconcileRollback reconcile) {
        next.add(reconcile.rollback().service().resource());
      }
    }
    return next.equals(open) ? this : new OneRollbackAtATime(next);
  }

  /** The service of the step that the event settles. */
  private static Optional<String> settledStep(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.StepSucceeded e -> e.step();
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

  private static Optional<String> resource(Transition transition, String step) {
    return transition.stateBefore().orElse(null) instanceof State.Executing x
        ? x.rollback().step(step).flatMap(s -> s.step().change()).map(c -> c.service().resource())
        : Optional.empty();
  }
}
