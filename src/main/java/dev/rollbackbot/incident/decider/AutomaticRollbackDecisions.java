package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.rollback.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rollbacks that need nobody's approval: announced, stopped, held back, begun. */
final class AutomaticRollbackDecisions {
  private AutomaticRollbackDecisions() {}

  /** It is announced once every condition holds, and given to people as soon as one does not. */
  static Optional<Event> next(Incident incident, Instant at) {
    IncidentDetails details = incident.details();
    if (!AutomaticConditions.mayBegin(details) || !AutomaticConditions.isOpen(details)) {
      return Optional.empty();
    }
    return switch (incident.state()) {
      case State.Preparing(State.Planned planned) -> heldBack(details, planned.plan(), at);
      case State.Preparing(State.NoPlan noPlan) ->
          Optional.of(
              new ProposalEvent.AutomaticRollbackHeldBack(
                  at, List.of("There is no plan: " + noPlan.text())));
      case State.AwaitingApproval waiting ->
          heldBack(details, waiting.plan(), at)
              .or(() ->
                  AutomaticConditions.announced(incident).isPresent()
                      ? Optional.empty()
                      : Optional.of(announced(details, waiting.plan(), at)));
      case State _ -> Optional.empty();
    };
  }

  private static Optional<Event> heldBack(IncidentDetails details, Plan plan, Instant at) {
    List<String> unmet = AutomaticConditions.unmet(details, plan, at);
    return unmet.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProposalEvent.AutomaticRollbackHeldBack(at, unmet));
  }

  private static Event announced(IncidentDetails details, Plan plan, Instant at) {
    Duration delay = details.environment().automaticRollback().orElseThrow();
    return new ProposalEvent.AutomaticRollbackAnnounced(at, plan.hash(), at.plus(delay));
  }

  /** The time is over: whether every condition holds is looked at once more. */
  static Decision begin(Incident incident, Command.TimerFired command) {
    return AutomaticConditions.announced(incident)
        .filter(announced -> !command.at().isBefore(announced.begins()))
        .filter(_ -> next(incident, command.at()).isEmpty())
        .map(announced ->
            CommandRouter.accept(
                incident,
                new ProposalEvent.AutomaticRollbackStarted(command.at(), announced.planHash())))
        .orElse(CommandRouter.NOTHING);
  }

  static Decision stop(Incident incident, ProposalCommand.StopAutomaticRollback command) {
    Optional<AutomaticRollback> was = incident.details().proposal().map(Proposal::automatic);
    if (was.filter(AutomaticRollback.Stopped.class::isInstance).isPresent()) {
      return Rejections.alreadyDone("It has been stopped already.");
    }
    return AutomaticConditions.announced(incident).isPresent()
        ? CommandRouter.accept(
            incident, new ProposalEvent.AutomaticRollbackStopped(command.at(), command.by().id()))
        : Rejections.notNow(incident);
  }
}
