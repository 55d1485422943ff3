package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of a job of which nobody could tell what became of it are held whatever the incident
 * does next: until a person says that its step is done, or takes them over for another incident.
 * Those of a change that was lost or done in part are held likewise until then, or until anything
 * was read again. What a person says is about the attempts that it names, and about no other.
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
      case Event.StepFailed e when e.kind() == FailureKind.PARTLY_DONE ->
          next.addAll(keys(transition, e.step()));
      case Event.StepDoneByHand e -> {
        List<UnsettledAttempt> others =
            before(transition).stream().filter(a -> !isOfStep(transition, a, e.step())).toList();
        require(
            transition.after().details().unsettled().containsAll(others),
            () -> "what is said of " + e.step() + " settles one of " + others);
        next.removeAll(keys(transition, e.step()));
        others.forEach(a -> next.addAll(a.locks()));
      }
      case Event.LockLetGo e -> {
        List<String> named = e.attempts().orElseThrow();
        List<String> taken = e.locks().orElseThrow();
        for (UnsettledAttempt attempt : before(transition)) {
          Set<String> kept = new HashSet<>(attempt.locks());
          if (named.contains(attempt.job().orElseThrow())) {
            taken.forEach(kept::remove);
          }
          require(
              transition.after().locksUnderChange().containsAll(kept),
              () -> "of " + attempt + " only " + taken + " may be let go");
        }
        taken.forEach(next::remove);
        next.addAll(
            before(transition).stream()
                .filter(a -> !named.contains(a.job().orElseThrow()))
                .flatMap(a -> a.locks().stream())
                .toList());
      }
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

  private static List<UnsettledAttempt> before(Transition transition) {
    return transition.before().map(i -> i.details().unsettled()).orElse(List.of());
  }

  private static boolean isOfStep(Transition transition, UnsettledAttempt attempt, String step) {
    Optional<Rollback> rollback = transition.before().flatMap(Incident::rollback);
    return attempt.step().equals(step)
        && rollback.filter(r -> r.startedAt().equals(attempt.rollbackStartedAt())).isPresent();
  }

  private static boolean ofJob(Transition transition, String key) {
    return before(transition).stream()
        .anyMatch(a -> a.change().isEmpty() && a.locks().contains(key));
  }

  private static List<String> keys(Transition transition, String step) {
    return transition.before().flatMap(i -> i.step(step)).map(StepRun::step).stream()
        .flatMap(s -> s.lockKeys().stream())
        .toList();
  }
}
