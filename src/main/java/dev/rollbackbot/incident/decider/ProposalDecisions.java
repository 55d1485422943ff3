package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the bot proposes, and what people make of it. */
final class ProposalDecisions {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private ProposalDecisions() {}

  static Decision propose(ProposalCommand.Propose command) {
    if (!command.by().equals(Actor.BOT)) {
      return Rejections.notNow("Only the bot proposes a rollback. Declare an incident instead.");
    }
    Runbook runbook = command.runbook();
    Optional<Environment> environment = runbook.environment(command.environment());
    if (environment.isEmpty()) {
      return Rejections.unknownId("environment", command.environment());
    }
    TriggerMode mode = mode(runbook, command.mode());
    if (mode.compareTo(TriggerMode.PROPOSE) < 0) {
      return Rejections.notNow("This mode only records what would have been proposed.");
    }
    if (runbook.visibility() == Visibility.PRIVATE && environment.get().responders().isEmpty()) {
      return Rejections.notNow(
          "Its incidents are private, and there is no group of responders to be invited.");
    }
    return new DecisionBuilder(Optional.empty())
        .then(
            new ProposalEvent.RollbackProposed(
                command.at(),
                command.id(),
                runbook,
                declaration(command),
                command.suspicion(),
                mode))
        .thenAutomaticTransitions(command.at());
  }

  /** A private incident shows nothing in the incidents channel: it has its own one at once. */
  private static TriggerMode mode(Runbook runbook, TriggerMode asked) {
    return asked == TriggerMode.PROPOSE && runbook.visibility() == Visibility.PRIVATE
        ? TriggerMode.PREPARE
        : asked;
  }

  /** What the bot can't know is assumed to be bad; people change it as in any incident. */
  private static Declaration declaration(ProposalCommand.Propose command) {
    Suspicion suspicion = command.suspicion();
    Instant detected =
        suspicion.firedAt().isBefore(command.at()) ? suspicion.firedAt() : command.at();
    boolean known =
        command.runbook().triggers().stream().anyMatch(t -> t.id().equals(suspicion.trigger()));
    return new Declaration(
        command.environment(),
        known ? suspicion.trigger() : Declaration.OTHER,
        "",
        true,
        Severity.HIGH,
        detected,
        Actor.BOT.id(),
        command.runbook().methods().getFirst().id(),
        suspicion
            .onset()
            .filter(onset -> !onset.isAfter(detected))
            .filter(onset -> !onset.isBefore(detected.minus(Declaration.OLDEST_BEGIN))),
        Optional.of(command.runbook().visibility()),
        Optional.empty());
  }

  static Decision decide(Incident incident, ProposalCommand command) {
    return switch (command) {
      case ProposalCommand.Propose _ ->
          Rejections.alreadyDone(incident.id().label() + " is open already.");
      case ProposalCommand.TriggerFiredAgain fired -> seen(incident, fired);
      case ProposalCommand.TriggerRecovered recovered -> recovered(incident, recovered);
      case ProposalCommand.AlertChanged changed -> alertChanged(incident, changed);
      case ProposalCommand.StopAutomaticRollback stop ->
          AutomaticRollbackDecisions.stop(incident, stop);
      case ProposalCommand.OnProposal answer ->
          incident.state() instanceof State.Proposed
              ? answered(incident, answer)
              : Rejections.notNow(incident);
    };
  }

  private static Decision answered(Incident incident, ProposalCommand.OnProposal command) {
    String by = command.by().id();
    return switch (command) {
      case ProposalCommand.StartProposed(Instant at, Actor _) ->
          CommandRouter.accept(incident, new ProposalEvent.ProposalStarted(at, by));
      case ProposalCommand.WatchProposal(Instant at, Actor _) ->
          CommandRouter.accept(incident, new ProposalEvent.ProposalWatched(at, by));
      case ProposalCommand.NotNow(Instant at, Actor _, Duration pause) ->
          pause.isPositive() && pause.compareTo(LONGEST_PAUSE) <= 0
              ? CommandRouter.accept(
                  incident, new ProposalEvent.ProposalPutOff(at, by, at.plus(pause)))
              : Rejections.incomplete("Say for how long, up to 24 hours.");
      case ProposalCommand.NotThis(Instant at, Actor _, String reason) ->
          CommandRouter.accept(
              incident,
              Rejections.reasonProblem(reason),
              new ProposalEvent.ProposalRefused(at, by, reason));
    };
  }

  /** A proposal shows the newest readings; in an incident a trigger is told once. */
  private static Decision seen(Incident incident, ProposalCommand.TriggerFiredAgain command) {
    Suspicion suspicion = command.suspicion();
    Optional<Suspicion> known =
        incident.details().proposal().flatMap(p -> p.firing(suspicion.trigger()));
    boolean news =
        incident.state() instanceof State.Proposed
            ? !incident
                .details()
                .proposal()
                .map(p -> p.with(suspicion))
                .equals(incident.details().proposal())
            : known.filter(k -> !k.alertHasEnded()).isEmpty()
                // What was only alerted is measured now.
                || (suspicion.onset().isPresent() && known.get().onset().isEmpty());
    return ExternalInputDecisions.acceptIf(
        news && !(incident.state() instanceof State.Ended),
        incident,
        new ProposalEvent.TriggerSeen(command.at(), suspicion));
  }

  private static Decision alertChanged(Incident incident, ProposalCommand.AlertChanged command) {
    return ExternalInputDecisions.acceptIf(
        incident
                .details()
                .proposal()
                .flatMap(p -> p.firing(command.trigger()))
                .filter(s -> s.alert().isPresent() && s.alertHasEnded() == command.firing())
                .isPresent()
            && !(incident.state() instanceof State.Ended),
        incident,
        new ProposalEvent.AlertSeen(
            command.at(), command.trigger(), command.firing(), command.flaps()));
  }

  private static Decision recovered(Incident incident, ProposalCommand.TriggerRecovered command) {
    Optional<Proposal> proposal = incident.details().proposal();
    return ExternalInputDecisions.acceptIf(
        proposal.flatMap(p -> p.firing(command.trigger())).isPresent()
            && !(incident.state() instanceof State.Ended),
        incident,
        new ProposalEvent.TriggerOver(command.at(), command.trigger()));
  }
}
