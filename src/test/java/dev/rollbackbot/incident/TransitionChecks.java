package dev.rollbackbot.incident;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import java.time.Instant;
import java.util.Optional;

/** Invariants of a single transition. */
final class TransitionChecks {
  private TransitionChecks() {}

  /** The actor of an accepted command has the role for it. */
  static void allowed(Optional<Incident> incident, Command command) {
    boolean botOnly =
        command instanceof Command.ExternalInput
            || command instanceof Command.OnChannel
            || command instanceof ProposalCommand.OfTrigger;
    boolean anybodys = command instanceof ProposalCommand.StopAutomaticRollback;
    boolean approval = command instanceof Command.OnApproval;
    require(
        botOnly == command.by().equals(Actor.BOT),
        () -> command.by() + " sent a command of another kind of actor");
    require(
        botOnly
            || anybodys
            || command.by().is(Role.RESPONDER)
            || (approval && command.by().is(Role.APPROVER)),
        () -> command.by() + " may not act in " + incident);
  }

  /** Deciding is deterministic. */
  static void deterministic(
      Optional<Incident> before, Command command, Decision.Accepted accepted) {
    require(Incidents.decide(before, command).equals(accepted), () -> "a second decision differs");
  }

  /** Replaying an event leads to the same state. */
  static void replayed(Decision.StateChange change, Incident replayed) {
    require(
        replayed.equals(change.after()),
        () -> "the replay of " + change.event() + " leads to another state");
  }

  /** Once its time has come, whatever is due is not swallowed. */
  static void dueIsTold(Incident incident) {
    IncidentDetails details = incident.details();
    details
        .requests()
        .nextReminder()
        .ifPresent(at ->
            require(
                causes(incident, at, Effect.Timer.REMINDER, Event.PeopleReminded.class),
                () -> "nobody is reminded at " + at + " of " + details.requests()));
    AutomaticConditions.announced(incident)
        .filter(announced -> announced.lastReading().isEmpty())
        .ifPresent(announced ->
            require(
                causes(
                    incident,
                    announced.begins(),
                    Effect.Timer.AUTOMATIC_ROLLBACK,
                    Event.LiveReadStarted.class),
                "what was announced is never read"));
    if (!(incident.state() instanceof State.Ended) && !details.deadlinePassed()) {
      details
          .deadline()
          .ifPresent(at ->
              require(
                  causes(incident, at, Effect.Timer.DEADLINE, Event.DeadlinePassed.class),
                  "the deadline passes and nobody is told"));
    }
  }

  private static boolean causes(
      Incident incident, Instant at, Effect.Timer timer, Class<? extends Event> event) {
    Command fired = new Command.TimerFired(at, Actor.BOT, timer);
    return Incidents.decide(Optional.of(incident), fired) instanceof Decision.Accepted accepted
        && accepted.events().stream().anyMatch(event::isInstance);
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
