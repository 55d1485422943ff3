package dev.rollbackbot.incident;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.decider.Incidents;
import java.util.Optional;

/** What holds of every single transition, whatever came before. */
final class TransitionChecks {
  private TransitionChecks() {}

  /** It was accepted, so whoever asked may ask. */
  static void allowed(Optional<Incident> incident, Command command) {
    boolean ofTheBot =
        command instanceof Command.ExternalInput || command instanceof Command.OnChannel;
    boolean consent = command instanceof Command.OnApproval;
    require(ofTheBot == command.by().equals(Actor.BOT), command.by() + " spoke for another");
    require(
        ofTheBot || command.by().is(Role.RESPONDER) || (consent && command.by().is(Role.APPROVER)),
        command.by() + " may not act in " + incident);
  }

  /** Deciding again decides the same, and replaying what was stored leads to the same state. */
  static void sameAgain(Optional<Incident> before, Command command, Decision.Accepted accepted) {
    require(Incidents.decide(before, command).equals(accepted), "decided differently again");
    Optional<Incident> replayed = before;
    for (Decision.StateChange change : accepted.changes()) {
      replayed = Optional.of(Incidents.evolve(replayed, change.event()));
      require(
          replayed.get().equals(change.after()), change.event() + " was replayed to another state");
    }
  }

  /** The world says it a second time: an answer means nothing then, a timer starts no work. */
  static void duplicate(Incident after, Command command) {
    if (!(command instanceof Command.ExternalInput)
        || !(Incidents.decide(Optional.of(after), command) instanceof Decision.Accepted accepted)) {
      return;
    }
    require(
        !(command instanceof Command.JobFinished) || accepted.changes().isEmpty(),
        "the same answer a second time: " + accepted.events());
    for (Decision.StateChange change : accepted.changes()) {
      boolean works =
          Incidents.react(change.after(), change.event()).stream()
              .anyMatch(Effect.RunJob.class::isInstance);
      require(!works, "the same news a second time starts work");
    }
  }
}
