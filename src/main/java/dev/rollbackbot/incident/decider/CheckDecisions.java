package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Propagating;
import dev.rollbackbot.incident.State.Verifying;
import dev.rollbackbot.incident.rollback.Authorization;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Evidence;
import java.util.Optional;

/** The wait and the verification. */
final class CheckDecisions {
  private CheckDecisions() {}

  static Decision decide(Incident incident, Command.OnChecks command) {
    if (command instanceof Command.EndPropagation endPropagation) {
      return incident.state() instanceof Propagating
          ? endPropagation(incident, endPropagation)
          : Rejections.notNow(incident);
    }
    if (command instanceof Command.WaiveCheck waiveCheck
        && incident.state() instanceof State.AwaitingSignOff awaitingSignOff) {
      return waive(incident, awaitingSignOff, waiveCheck);
    }
    if (!(incident.state() instanceof Verifying verifying)) {
      return Rejections.notNow(incident);
    }
    return switch (command) {
      case Command.EndPropagation _ -> Rejections.notNow(incident);
      case Command.RestartChecks restartChecks ->
          CommandRouter.accept(
              incident, new Event.ChecksRestarted(restartChecks.at(), restartChecks.by().id()));
      case Command.ConfirmCheck confirmCheck -> confirm(incident, verifying, confirmCheck);
      case Command.WaiveCheck waiveCheck -> waive(incident, verifying, waiveCheck);
    };
  }

  private static Decision endPropagation(Incident incident, Command.EndPropagation command) {
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.PropagationEnded(command.at(), command.by().id(), command.reason()));
  }

  private static Decision confirm(
      Incident incident, Verifying state, Command.ConfirmCheck command) {
    Optional<VerificationResults.CheckRun> check = state.results().check(command.check());
    if (check.isEmpty()) {
      return Rejections.unknownId("check for people", command.check());
    }
    if (check.get().status().settled()) {
      return Rejections.alreadyDone("“" + check.get().check().title() + "” is settled already.");
    }
    if (check.get().check().evidence() == Evidence.REQUIRED && command.evidence().isBlank()) {
      return Rejections.needsEvidence();
    }
    return Rejections.tooLong(command.evidence())
        ? Rejections.shorterEvidence()
        : CommandRouter.accept(
            incident,
            new Event.CheckConfirmed(
                command.at(), command.by().id(), command.check(), command.evidence()));
  }

  private static Decision waive(
      Incident incident, State.Measuring state, Command.WaiveCheck command) {
    Optional<VerificationResults.ProbeRun> probe = state.results().probe(command.check());
    Optional<VerificationResults.CheckRun> check = state.results().check(command.check());
    if (probe.isEmpty() && check.isEmpty()) {
      return Rejections.unknownId("check", command.check());
    }
    boolean settled =
        probe.map(p -> p.waiver().isPresent()).orElse(false)
            || check.map(x -> x.status().settled()).orElse(false);
    if (settled) {
      return Rejections.alreadyDone("This check is settled already.");
    }
    if (rolledBack(incident.details(), state, command.by().id())) {
      return Rejections.samePerson("You rolled back, so another responder must waive a check.");
    }
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.CheckWaived(
                command.at(), command.by().id(), command.check(), command.reason()));
  }

  /** Whoever asked for the rollback, or went on with it alone, has rolled back. */
  static boolean rolledBack(IncidentDetails details, State.Executing state, String person) {
    return person.equals(details.requester())
        || (state.rollback().authorization() instanceof Authorization.BreakGlassOverride alone
            && person.equals(alone.by()));
  }
}
