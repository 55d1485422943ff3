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
 * No service is rolled back while it is not known what became of the rollback before: until that
 * one's end is known, or the provider has been asked and can't tell, or a person settled the step.
 *
 * @param open the provider's names of the services that something may be happening to
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
    for (Effect.RunJob job : transition.jobs()) {
      if (job.invocation() instanceof Invocation.RollBack r) {
        require(
            next.add(r.service().resource()),
            job.job() + " rolls " + r.service().resource() + " back while another may be on it");
      } else if (job.invocation() instanceof Invocation.ReconcileRollback f) {
        next.add(f.rollback().service().resource());
      }
    }
    return next.equals(open) ? this : new OneRollbackAtATime(next);
  }

  /** The service of the step whose end this event tells. */
  private static Optional<String> settledStep(Transition transition) {
    String step =
        switch (transition.event()) {
          case Event.StepSucceeded e -> e.step();
          case Event.StepFailed e -> e.step();
          case Event.StepUnknown e -> e.step();
          case Event.StepDoneByHand e -> e.step();
          case Event.StepSkipped e -> e.step();
          case Event _ -> "";
        };
    return transition.stateBefore().orElse(null) instanceof State.Executing x
        ? x.rollback().step(step).flatMap(s -> s.step().change()).map(c -> c.service().resource())
        : Optional.empty();
  }
}
