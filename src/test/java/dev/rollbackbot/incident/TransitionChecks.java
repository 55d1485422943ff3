package dev.rollbackbot.incident;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import java.util.Optional;

/** Invariants of a single transition. */
final class TransitionChecks {
  private TransitionChecks() {}

  /** The actor of an accepted command has the role for it. */
  static void allowed(Optional<Incident> incident, Command command) {
    boolean botOnly =
        command instanceof Command.ExternalInput || command instanceof Command.OnChannel;
    boolean approval = command instanceof Command.OnApproval;
    require(
        botOnly == command.by().equals(Actor.BOT),
        () -> command.by() + " sent a command of another kind of actor");
    require(
        botOnly || command.by().is(Role.RESPONDER) || (approval && command.by().is(Role.APPROVER)),
        () -> command.by() + " may not act in " + incident);
  }

  /** Deciding is deterministic, and replaying the events leads to the same state. */
  static void deterministic(
      Optional<Incident> before, Command command, Decision.Accepted accepted) {
    require(Incidents.decide(before, command).equals(accepted), () -> "a second decision differs");
    Optional<Incident> replayed = before;
    for (Decision.StateChange change : accepted.changes()) {
      replayed = Optional.of(Incidents.evolve(replayed, change.event()));
      require(
          replayed.get().equals(change.after()),
          () -> "the replay of " + change.event() + " leads to another state");
    }
  }

  /**
   * External input that arrives twice: a second outcome is ignored, a second timer starts no job
   * that changes anything.
   */
  static void duplicate(Incident after, Command command) {
    if (!(command instanceof Command.ExternalInput)
        || !(Incidents.decide(Optional.of(after), command) instanceof Decision.Accepted accepted)) {
      return;
    }
    require(
        !(command instanceof Command.JobFinished) || accepted.changes().isEmpty(),
        () -> "a second outcome of the same job causes " + accepted.events());
    for (Decision.StateChange change : accepted.changes()) {
      boolean startsJob =
          Incidents.react(change).stream()
              .anyMatch(e ->
                  e instanceof Effect.RunJob job
                      && !(job.invocation() instanceof Invocation.ReadLive));
      require(!startsJob, () -> "external input that arrives twice starts a job");
    }
  }
}
