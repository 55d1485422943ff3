package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State.Blocked;
import dev.rollbackbot.incident.State.Paused;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.State.Verifying;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Method;
import java.util.Optional;

/** The steps of a rollback. */
final class StepDecisions {
  private StepDecisions() {}

  static Decision decide(Incident incident, Command.OnSteps command) {
    return switch (command) {
      case Command.Pause pause ->
          incident.state() instanceof RollingBack rollingBack
              ? rollingBack.rollback().pendingControl() == Rollback.PendingControl.PAUSE
                  ? CommandRouter.NOTHING
                  : CommandRouter.accept(
                      incident, new Event.PauseRequested(pause.at(), pause.by().id()))
              : Rejections.notNow(incident);
      case Command.Resume resume ->
          incident.state() instanceof Paused || hasPendingControl(incident)
              ? CommandRouter.accept(incident, new Event.Resumed(resume.at(), resume.by().id()))
              : Rejections.notNow(incident);
      case Command.StopAfterStep stopAfterStep -> stop(incident, stopAfterStep);
      case Command.RetryStep retryStep -> retry(incident, retryStep);
      case Command.MarkStepDone markStepDone -> markDone(incident, markStepDone);
      case Command.SkipStep skipStep -> skip(incident, skipStep);
      case Command.StartNextMethod startNextMethod -> nextMethod(incident, startNextMethod);
      case Command.MakeNewPlan makeNewPlan -> newPlan(incident, makeNewPlan);
    };
  }

  private static boolean hasPendingControl(Incident incident) {
    return incident.state() instanceof RollingBack rollingBack
        && rollingBack.rollback().pendingControl() != Rollback.PendingControl.CONTINUE;
  }

  private static Decision stop(Incident incident, Command.StopAfterStep command) {
    if (incident.state() instanceof Paused) {
      return DecisionBuilder.from(incident)
          .then(new Event.StopRequested(command.at(), command.by().id()))
          .then(new Event.StoppedBeforeStep(command.at()))
          .thenAutomaticTransitions(command.at());
    }
    if (incident.state() instanceof RollingBack rollingBack) {
      return rollingBack.rollback().pendingControl() == Rollback.PendingControl.STOP
          ? CommandRouter.NOTHING
          : CommandRouter.accept(
              incident, new Event.StopRequested(command.at(), command.by().id()));
    }
    return Rejections.notNow(incident);
  }

  private static Decision retry(Incident incident, Command.RetryStep command) {
    if (!(incident.state() instanceof Blocked blocked)) {
      return Rejections.notNow(incident);
    }
    Optional<StepRun> step = current(blocked.rollback(), command.step());
    if (step.isEmpty() || step.get().attempts() != command.attempt()) {
      return stepChanged(blocked);
    }
    if (isReconciling(incident)) {
      return rejectWhileReconciling();
    }
    return CommandRouter.accept(
        incident, AutomaticTransitions.startStep(incident.details(), step.get(), command.at()));
  }

  private static Decision markDone(Incident incident, Command.MarkStepDone command) {
    if (command.evidence().isBlank()) {
      return Rejections.needsEvidence();
    }
    if (Rejections.tooLong(command.evidence())) {
      return Rejections.shorterEvidence();
    }
    return stepSettledByPerson(incident, command.step())
        .map(_ ->
            CommandRouter.accept(
                incident,
                new Event.StepDoneByHand(
                    command.at(), command.by().id(), command.step(), command.evidence())))
        .orElseGet(() -> rejectSettledByPerson(incident));
  }

  private static Decision skip(Incident incident, Command.SkipStep command) {
    if (Rejections.isBlankOrTooLong(command.reason())) {
      return Rejections.needsReason();
    }
    return stepSettledByPerson(incident, command.step())
        .map(_ ->
            CommandRouter.accept(
                incident,
                new Event.StepSkipped(
                    command.at(), command.by().id(), command.step(), command.reason())))
        .orElseGet(() -> rejectSettledByPerson(incident));
  }

  /** The step, if it is a person's to settle: blocked, or handed over. */
  private static Optional<StepRun> stepSettledByPerson(Incident incident, String step) {
    if (incident.state() instanceof Blocked blocked) {
      return current(blocked.rollback(), step);
    }
    return incident.state() instanceof RollingBack rollingBack
        ? current(rollingBack.rollback(), step)
            .filter(x -> x.status() instanceof StepRun.HandedOver)
        : Optional.empty();
  }

  private static Decision rejectSettledByPerson(Incident incident) {
    return incident.state() instanceof Blocked blocked
        ? stepChanged(blocked)
        : Rejections.notNow(incident);
  }

  private static Decision nextMethod(Incident incident, Command.StartNextMethod command) {
    if (!(incident.state() instanceof Blocked || incident.state() instanceof Verifying)) {
      return Rejections.notNow(incident);
    }
    if (isReconciling(incident)) {
      return rejectWhileReconciling();
    }
    Optional<Method> next =
        incident.details().runbook().methodAfter(incident.details().rollbackRequest().method());
    return next.<Decision>map(m ->
            CommandRouter.accept(
                incident, new Event.MethodStarted(command.at(), command.by().id(), m.id())))
        .orElseGet(() ->
            Rejections.unknown(
                "“"
                    + incident.details().method().name()
                    + "” is the last method of this runbook."));
  }

  private static Decision newPlan(Incident incident, Command.MakeNewPlan command) {
    if (!(incident.state() instanceof Blocked || incident.state() instanceof Verifying)) {
      return Rejections.notNow(incident);
    }
    return isReconciling(incident)
        ? rejectWhileReconciling()
        : CommandRouter.accept(
            incident,
            new Event.MethodStarted(
                command.at(), command.by().id(), incident.details().rollbackRequest().method()));
  }

  /** Another plan could roll the same service back while the first rollback is still on its way. */
  private static boolean isReconciling(Incident incident) {
    return incident.state() instanceof Blocked blocked
        && blocked.rollback().current().map(StepRun::status).orElse(null)
            instanceof StepRun.OutcomeUnknown outcomeUnknown
        && outcomeUnknown.reconcileJob().isPresent();
  }

  private static Decision.Rejected rejectWhileReconciling() {
    return Rejections.notNow(
        "The provider is being asked what became of this step. Nothing is tried again before"
            + " it has answered.");
  }

  private static Optional<StepRun> current(Rollback rollback, String step) {
    return rollback.current().filter(x -> x.step().id().equals(step));
  }

  private static Decision stepChanged(Blocked state) {
    return Rejections.stale(
        state
            .rollback()
            .current()
            .map(x -> "It is about “" + x.step().title() + "” now. The panel shows how it stands.")
            .orElse("The steps are over."));
  }
}
