package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Decision.Accepted;
import java.util.List;
import java.util.Optional;

/** Which commands are legal where. */
final class Deciding {
  static final Accepted NOTHING = new Accepted(List.of());

  private Deciding() {}

  static Decision decide(Optional<Incident> incident, Command command) {
    if (incident.isEmpty()) {
      return command instanceof Command.Declare c
          ? declare(c)
          : Refusals.unknown("There is no such incident.");
    }
    return allowed(command)
        ? route(incident.get(), command)
        : Refusals.notAResponder(incident.get().facts());
  }

  private static Decision declare(Command.Declare c) {
    Event declared = new Event.Declared(c.at(), c.by().id(), c.id(), c.runbook(), c.declaration());
    if (!c.by().is(Role.RESPONDER)) {
      return Refusals.notAResponder(Evolution.evolve(Optional.empty(), declared).facts());
    }
    return Story.beginning().then(declared).goesOn(c.at());
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

  private static Decision route(Incident incident, Command command) {
    return switch (command) {
      case Command.Declare _ ->
          Refusals.alreadyDone(incident.id().label() + " is declared already.");
      case Command.OnChannel c -> DecidingWorld.channel(incident, c);
      case Command.FromWorld c -> DecidingWorld.decide(incident, c);
      case Command.OnItems c -> DecidingItems.decide(incident, c);
      case Command.OnPlan c -> DecidingPlan.decide(incident, c);
      case Command.OnApproval c -> DecidingApproval.decide(incident, c);
      case Command.OnSteps c -> DecidingSteps.decide(incident, c);
      case Command.OnChecks c -> DecidingChecks.decide(incident, c);
      case Command.OnSignOff c -> DecidingSignOff.decide(incident, c);
      case Command.OnCourse c -> DecidingCourse.decide(incident, c);
    };
  }

  /** One event and what follows from it. */
  static Decision then(Incident incident, Event event) {
    return Story.from(incident).then(event).goesOn(event.at());
  }
}
