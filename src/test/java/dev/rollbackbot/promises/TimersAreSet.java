package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nothing that is due later is swallowed: while people are asked for something, the timer of the
 * next reminder is set; before the end, those of a deadline that is ahead and of the next update
 * are, unless nobody has begun what the bot proposed, and while a change spreads, the one of its
 * end.
 *
 * @param set when the timers fire that have not fired and are needed still
 */
record TimersAreSet(Map<Effect.Timer, Instant> set) implements Invariant {
  static final TimersAreSet FRESH = new TimersAreSet(Map.of());

  TimersAreSet {
    set = Map.copyOf(set);
  }

  @Override
  public TimersAreSet after(Transition transition) {
    Map<Effect.Timer, Instant> next = new HashMap<>(set);
    fired(transition.event()).ifPresent(next::remove);
    for (Effect effect : transition.effects()) {
      if (effect instanceof Effect.WakeAt(Effect.Timer timer, Instant at)) {
        next.put(timer, at);
      }
    }
    Map<Effect.Timer, Instant> needed = needed(transition.after());
    needed.forEach((timer, at) ->
        require(
            at.equals(next.get(timer)),
            () -> timer + " is due at " + at + ", but its timer is set to " + next.get(timer)));
    State state = transition.after().state();
    boolean ended = state instanceof State.Ended;
    require(
        !isTimed(state) || next.containsKey(Effect.Timer.UPDATE),
        "no timer is set for the next update");
    // A timer that nothing needs may be gone when something needs it again. One of a deadline that
    // has passed is not forgotten, so that it makes no difference whether it has.
    next.keySet().removeIf(timer -> beforeTheEnd(timer) ? ended : !needed.containsKey(timer));
    return new TimersAreSet(next);
  }

  private static boolean isTimed(State state) {
    return !(state instanceof State.Ended) && !(state instanceof State.Proposed);
  }

  private static boolean beforeTheEnd(Effect.Timer timer) {
    return timer == Effect.Timer.UPDATE || timer == Effect.Timer.DEADLINE;
  }

  private static Optional<Effect.Timer> fired(Event event) {
    return switch (event) {
      case Event.PeopleReminded _ -> Optional.of(Effect.Timer.REMINDER);
      case Event.UpdateDue _ -> Optional.of(Effect.Timer.UPDATE);
      case Event _ -> Optional.empty();
    };
  }

  /** What stands still until somebody acts, and the bot can't say for how long. */
  private static Stream<String> waitingForPeople(Incident incident) {
    boolean itself =
        switch (incident.state()) {
          case State.Proposed proposed -> proposed.putOffUntil().isEmpty();
          case State.Resolved resolved -> resolved.watch().toldOfChange();
          // What is announced has a timer of its own, and waits for nobody.
          case State.AwaitingApproval _ -> AutomaticConditions.announced(incident).isEmpty();
          case State.Paused _ -> true;
          case State _ -> false;
        };
    boolean goesOn = incident.state() instanceof State.RollingBack;
    return Stream.concat(
        itself ? Stream.of("") : Stream.empty(),
        incident.currentSteps().stream()
            .filter(step ->
                step.waits().isPresent()
                    || (goesOn && step.status() instanceof StepRun.WaitingForLock)
                    || (goesOn && step.status() instanceof StepRun.HandedOver))
            .map(step -> step.step().id()));
  }

  private static Map<Effect.Timer, Instant> needed(Incident incident) {
    Map<Effect.Timer, Instant> needed = new EnumMap<>(Effect.Timer.class);
    IncidentDetails details = incident.details();
    PersonRequests requests = details.requests();
    require(
        requests.open().isEmpty() == requests.nextReminder().isEmpty(),
        () -> "no next reminder of " + requests);
    requests.nextReminder().ifPresent(at -> needed.put(Effect.Timer.REMINDER, at));
    require(
        waitingForPeople(incident)
            .allMatch(about -> requests.open().stream().anyMatch(r -> r.about().equals(about))),
        () -> "somebody is waited for without a clock: " + incident.state());
    if (isTimed(incident.state()) && !details.deadlinePassed()) {
      details.deadline().ifPresent(at -> needed.put(Effect.Timer.DEADLINE, at));
    }
    if (incident.state() instanceof State.Propagating propagating) {
      needed.put(Effect.Timer.PROPAGATION, propagating.until());
    }
    return needed;
  }
}
