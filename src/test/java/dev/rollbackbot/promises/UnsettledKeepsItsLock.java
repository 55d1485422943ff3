package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The lock of a job of which nobody could tell what became of it is held whatever the incident does
 * next: until a person says that its step is done, or takes the lock over for another incident. The
 * lock of a lost change is held likewise until then, or until anything was read again.
 *
 * @param open the keys
 */
record UnsettledKeepsItsLock(Set<String> open) implements Invariant {
  static final UnsettledKeepsItsLock FRESH = new UnsettledKeepsItsLock(Set.of());

  UnsettledKeepsItsLock {
    open = Set.copyOf(open);
  }

  @Override
  public UnsettledKeepsItsLock after(Transition transition) {
    Set<String> next = new HashSet<>(open);
    switch (transition.event()) {
      case Event.StepUnknown e when e.reconcileJob().isEmpty() ->
          next.addAll(keys(transition, e.step()));
      case Event.StepDoneByHand e -> next.removeAll(keys(transition, e.step()));
      case Event.LockLetGo e -> e.locks().orElseThrow().forEach(next::remove);
      case Event _ -> {}
    }
    Set<String> held = transition.after().locksUnderChange();
    if (reads(transition.event())) {
      next.removeIf(key -> !held.contains(key) && !ofJob(transition, key));
    }
    require(held.containsAll(next), () -> "it holds " + held + ", and not all of " + next);
    return next.equals(open) ? this : new UnsettledKeepsItsLock(next);
  }

  private static boolean reads(Event event) {
    return event instanceof Event.PlanMade
        || event instanceof Event.LiveVersionsRead
        || event instanceof Event.StepSucceeded
        || event instanceof Event.StepFailed;
  }

  private static boolean ofJob(Transition transition, String key) {
    return transition.before().stream()
        .flatMap(i -> i.details().unsettled().stream())
        .anyMatch(a -> a.change().isEmpty() && a.locks().contains(key));
  }

  private static List<String> keys(Transition transition, String step) {
    return transition.stateBefore().orElse(null) instanceof State.Executing x
        ? x.rollback().step(step).map(StepRun::step).stream()
            .flatMap(s -> s.lockKeys().stream())
            .toList()
        : List.of();
  }
}
