package dev.rollbackbot.incident;

import static dev.rollbackbot.promises.Promise.require;

/** What holds of every single transition, whatever came before. */
final class Transitions {
  private Transitions() {}

  /** It was accepted, so whoever asked may ask. */
  static void allowed(State state, Command command) {
    boolean ofTheBot = command instanceof Command.FromWorld || command instanceof Command.OnChannel;
    boolean consent = command instanceof Command.OnApproval;
    require(ofTheBot == command.by().equals(Actor.BOT), command.by() + " spoke for another");
    require(
        ofTheBot || command.by().is(Role.RESPONDER) || (consent && command.by().is(Role.APPROVER)),
        command.by() + " may not act in " + state.getClass().getSimpleName());
  }

  /** Deciding again decides the same, and replaying what was stored leads to the same state. */
  static void sameAgain(State before, Command command, Decision.Accepted accepted, State after) {
    require(Incidents.decide(before, command).equals(accepted), "decided differently again");
    State replayed = before;
    for (Event e : accepted.events()) {
      replayed = Incidents.evolve(replayed, e);
    }
    require(replayed.equals(after), "replayed to another state");
  }

  /** The world says it a second time: an answer means nothing then, a timer starts no work. */
  static void duplicate(State after, Command command) {
    if (!(command instanceof Command.FromWorld)
        || !(Incidents.decide(after, command) instanceof Decision.Accepted(var events))) {
      return;
    }
    require(
        !(command instanceof Command.JobFinished) || events.isEmpty(),
        "the same answer a second time: " + events);
    State state = after;
    for (Event e : events) {
      state = Incidents.evolve(state, e);
      boolean works = Incidents.react(state, e).stream().anyMatch(Effect.RunJob.class::isInstance);
      require(!works, "the same news a second time starts work");
    }
  }
}
