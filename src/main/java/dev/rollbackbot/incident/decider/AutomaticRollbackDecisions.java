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
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.StartConditions;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackHistory;
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

  /** The time is over: what is live and what else bears on it is read once more. */
  static Decision timeIsOver(Incident incident, Command.TimerFired command) {
    Instant at = command.at();
    return AutomaticConditions.announced(incident)
        .filter(announced -> !at.isBefore(announced.begins()) && announced.lastReading().isEmpty())
        .map(_ ->
            CommandRouter.accept(
                incident,
                next(incident, at)
                    .orElseGet(() -> new Event.LiveReadStarted(at, incident.details().nextJob()))))
        .orElse(CommandRouter.NOTHING);
  }

  /** What was found with the reading that the beginning waits for; empty: it is another one. */
  static Optional<AutomaticFacts> found(Incident incident, Command.JobFinished command) {
    return AutomaticConditions.announced(incident)
        .filter(announced -> announced.lastReading().equals(Optional.of(command.job())))
        .flatMap(_ -> incident.details().proposal())
        .map(proposal -> found(incident, proposal, command.rollbackHistory()));
  }

  private static AutomaticFacts found(
      Incident incident, Proposal proposal, RollbackHistory history) {
    return new AutomaticFacts(
        proposal.facts().map(AutomaticFacts::doubts).orElse(List.of()),
        LiveReadings.services(incident).stream()
            .filter(service -> service.isHeldBy(history.held()))
            .map(service -> service.service().name())
            .toList(),
        history.lastAutomatic(),
        history.recorded());
  }

  /** It begins only if every condition holds by that reading. */
  static Decision readAtTheEnd(Incident incident, Plan plan, Event.LiveVersionsRead read) {
    DecisionBuilder builder = DecisionBuilder.from(incident).then(read);
    List<String> unmet = StartConditions.unmet(builder.after().details(), plan, read);
    return builder
        .then(
            unmet.isEmpty()
                ? new ProposalEvent.AutomaticRollbackStarted(read.at(), plan.hash())
                : new ProposalEvent.AutomaticRollbackHeldBack(read.at(), unmet))
        .thenAutomaticTransitions(read.at());
  }

  /**
   * What nobody approved and what stops before its first change doesn't go on by one person's word:
   * it needs the approval that it began without.
   */
  static Optional<Event> halted(Rollback rollback, Instant at) {
    return UnattendedStart.isFirstChange(rollback)
        ? Optional.of(
            new ProposalEvent.AutomaticRollbackHalted(
                at, "It had begun, and stopped before its first change."))
        : Optional.empty();
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
