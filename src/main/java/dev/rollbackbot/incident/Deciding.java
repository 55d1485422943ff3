package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Decision.Accepted;
import java.util.List;

/** Which commands are legal where. */
final class Deciding {
  static final Accepted NOTHING = new Accepted(List.of());

  private Deciding() {}

  static Decision decide(State state, Command command) {
    return switch (state) {
      case State.None _ ->
          command instanceof Command.Declare c
              ? declare(c)
              : Refusals.unknown("There is no such incident.");
      case State.Declared s ->
          allowed(command) ? inState(s, command) : Refusals.notAResponder(s.facts());
    };
  }

  private static Decision declare(Command.Declare c) {
    Event declared = new Event.Declared(c.at(), c.by().id(), c.id(), c.runbook(), c.declaration());
    if (!c.by().is(Role.RESPONDER)) {
      State would = Evolution.evolve(new State.None(), declared);
      return Refusals.notAResponder(((State.Declared) would).facts());
    }
    return Story.from(new State.None()).then(declared).goesOn(c.at());
  }

  /** What the world says comes from the bot; all else from a responder. */
  private static boolean allowed(Command command) {
    return switch (command) {
      case Command.FromWorld _, Command.OnChannel _ -> command.by().equals(Actor.BOT);
      case Command.OnApproval _ ->
          command.by().is(Role.RESPONDER) || command.by().is(Role.APPROVER);
      case Command.Declare _,
          Command.OnItems _,
          Command.OnPlan _,
          Command.OnSteps _,
          Command.OnChecks _,
          Command.OnSignOff _,
          Command.OnCourse _ ->
          command.by().is(Role.RESPONDER);
    };
  }

  private static Decision inState(State.Declared s, Command command) {
    return switch (command) {
      case Command.Declare _ ->
          Refusals.alreadyDone(s.facts().id().label() + " is declared already.");
      case Command.OnChannel c -> DecidingWorld.channel(s, c);
      case Command.FromWorld c -> DecidingWorld.decide(s, c);
      case Command.OnItems c -> DecidingItems.decide(s, c);
      case Command.OnPlan c -> DecidingPlan.decide(s, c);
      case Command.OnApproval c -> DecidingApproval.decide(s, c);
      case Command.OnSteps c -> DecidingSteps.decide(s, c);
      case Command.OnChecks c -> DecidingChecks.decide(s, c);
      case Command.OnSignOff c -> DecidingSignOff.decide(s, c);
      case Command.OnCourse c -> DecidingCourse.decide(s, c);
    };
  }

  /** One event and what follows from it. */
  static Decision then(State.Declared s, Event event) {
    return Story.from(s).then(event).goesOn(event.at());
  }
}
