package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Verifying;
import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.HumanCheck;
import java.util.Optional;

/** The propagation and the verification. */
final class CheckDecisions {
  /** A waiver is signed by a person who saw it. */
  private static final String WAIVED_SINCE = "A check was waived after it was given.";

  private CheckDecisions() {}

  static Decision decide(Incident incident, Command.OnChecks command) {
    return switch (command) {
      case Command.EndPropagation end when incident.state() instanceof State.Propagating ->
          CommandRouter.accept(
              incident,
              Rejections.reasonProblem(end.reason()),
              new Event.PropagationEnded(end.at(), end.by().id(), end.reason()));
      case Command.RestartChecks restart when canMeasureAgain(incident.state()) ->
          CommandRouter.accept(
              incident, new Event.ChecksRestarted(restart.at(), restart.by().id()));
      case Command.ReopenVerification reopen
          when incident.state() instanceof State.AwaitingSignOff signOff ->
          signOff.results().count() == 0
              ? Rejections.notNow("This runbook has nothing to check. Make a new plan instead.")
              : CommandRouter.accept(
                  incident,
                  Rejections.reasonProblem(reopen.reason()),
                  new Event.VerificationReopened(reopen.at(), reopen.by().id(), reopen.reason()));
      case Command.ConfirmCheck confirm when incident.state() instanceof Verifying verifying ->
          confirm(incident, verifying, confirm);
      case Command.WaiveCheck waive when incident.state() instanceof Verifying verifying ->
          waive(incident, verifying, waive);
      case Command.WaiveCheck waive
          when incident.state() instanceof State.AwaitingSignOff awaitingSignOff ->
          waive(incident, awaitingSignOff, waive);
      case Command.CountAsFailed count
          when incident.state() instanceof Verifying
              || incident.state() instanceof State.AwaitingSignOff ->
          countAsFailed(incident, (State.Measuring) incident.state(), count);
      case Command.EndPropagation _,
          Command.RestartChecks _,
          Command.ReopenVerification _,
          Command.ConfirmCheck _,
          Command.WaiveCheck _,
          Command.CountAsFailed _ ->
          Rejections.notNow(incident);
    };
  }

  /** While people sign, only for a probe that holds them up: passed ones need not pass again. */
  private static boolean canMeasureAgain(State state) {
    return state instanceof Verifying
        || (state instanceof State.AwaitingSignOff signOff && !signOff.results().allPassed());
  }

  private static Decision countAsFailed(
      Incident incident, State.Measuring state, Command.CountAsFailed command) {
    Optional<VerificationResults.ProbeRun> probe = state.results().probe(command.check());
    if (probe.isEmpty()) {
      return Rejections.unknownId("probe", command.check());
    }
    if (!state.results().inconclusive(probe.get())) {
      return Rejections.notNow(
          "“" + probe.get().probe().title() + "” has a result. The panel shows it.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.CheckCountedFailed(
            command.at(), command.by().id(), command.check(), command.reason()));
  }

  private static Decision confirm(
      Incident incident, Verifying state, Command.ConfirmCheck command) {
    Optional<VerificationResults.CheckRun> run = state.results().check(command.check());
    if (run.isEmpty()) {
      return Rejections.unknownId("check for people", command.check());
    }
    HumanCheck check = run.get().check();
    if (run.get().status().settled()) {
      return Rejections.alreadyDone("“" + check.title() + "” is settled already.");
    }
    if (!SignOffContent.live(incident.details()).equals(command.seen())) {
      return Rejections.stale(
          "What is live was read again since you looked. Look at the panel, check, then confirm.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.evidenceProblem(check.evidence(), command.evidence()),
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
    if (probe.filter(p -> p.waiver().isPresent()).isPresent()
        || check.filter(c -> c.status().settled()).isPresent()) {
      return Rejections.alreadyDone("This check is settled already.");
    }
    Optional<Involvement> involvement = Involvements.of(incident.details(), command.by().id());
    if (involvement.isPresent()) {
      return Rejections.samePerson(
          Rejections.involvementText(involvement.get())
              + ", so another responder must waive a check.");
    }
    if (!SignOffContent.live(incident.details()).equals(command.seen())) {
      return Rejections.stale(
          "What is live was read again since you looked. Look at the panel, then decide again.");
    }
    Optional<Decision.Rejected> problem = Rejections.reasonProblem(command.reason());
    if (problem.isPresent()) {
      return problem.get();
    }
    DecisionBuilder builder =
        DecisionBuilder.from(incident)
            .then(
                new Event.CheckWaived(
                    command.at(), command.by().id(), command.check(), command.reason()));
    boolean signed =
        state instanceof State.AwaitingSignOff signOff && signOff.secondSignature().isPresent();
    return (signed
            ? builder.then(new Event.SecondSignatureVoided(command.at(), WAIVED_SINCE))
            : builder)
        .thenAutomaticTransitions(command.at());
  }
}
