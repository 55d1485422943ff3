package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Blocked;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.assessment.StepChoices;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.Rollback.PendingControl;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.job.LockKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps of a rollback. */
final class StepDecisions {
  private StepDecisions() {}

  static Decision decide(Incident incident, Command.OnSteps command) {
    return switch (command) {
      case Command.Pause(Instant at, Actor by) ->
          requestControl(incident, PendingControl.PAUSE, new Event.PauseRequested(at, by.id()));
      case Command.Resume(Instant at, Actor by) when canResume(incident) ->
          CommandRouter.accept(incident, new Event.Resumed(at, by.id()));
      case Command.Resume _ -> Rejections.notNow(incident);
      case Command.StopAfterStep(Instant at, Actor by)
          when incident.state() instanceof State.Paused ->
          DecisionBuilder.from(incident)
              .then(new Event.StopRequested(at, by.id()))
              .then(new Event.StoppedBeforeStep(at))
              .thenAutomaticTransitions(at);
      case Command.StopAfterStep(Instant at, Actor by) ->
          requestControl(incident, PendingControl.STOP, new Event.StopRequested(at, by.id()));
      case Command.RetryStep retry -> retry(incident, retry);
      case Command.MarkStepDone done
          when incident.currentStep(done.step()).flatMap(StepChoices::againstDone).isPresent() ->
          refused(incident.currentStep(done.step()).flatMap(StepChoices::againstDone));
      case Command.MarkStepDone(Instant at, Actor by, String step, String evidence) ->
          settleStep(
              incident,
              step,
              Rejections.evidenceProblem(Evidence.REQUIRED, evidence),
              new Event.StepDoneByHand(at, by.id(), step, evidence));
      case Command.SkipStep skip
          when incident.currentStep(skip.step()).flatMap(StepChoices::againstSkip).isPresent() ->
          refused(incident.currentStep(skip.step()).flatMap(StepChoices::againstSkip));
      case Command.SkipStep(Instant at, Actor by, String step, String reason) ->
          settleStep(
              incident,
              step,
              Rejections.reasonProblem(reason),
              new Event.StepSkipped(at, by.id(), step, reason));
      case Command.ConsentToScript consent -> ApprovalDecisions.consent(incident, consent);
      case Command.PrepareRestore restore -> prepareRestore(incident, restore);
      case Command.TakeOverLock takeOver -> takeOver(incident, takeOver);
      case Command.StopJob stop -> stopJob(incident, stop);
      case Command.StartNextMethod _, Command.MakeNewPlan _ when !canPlanAgain(incident) ->
          Rejections.notNow(incident);
      case Command.StartNextMethod _, Command.MakeNewPlan _
          when incident.rollback().flatMap(StepChoices::againstNewPlan).isPresent() ->
          refused(incident.rollback().flatMap(StepChoices::againstNewPlan));
      case Command.StartNextMethod next -> nextMethod(incident, next);
      case Command.MakeNewPlan(Instant at, Actor by) ->
          CommandRouter.accept(
              incident, new Event.MethodStarted(at, by.id(), incident.details().method().id()));
    };
  }

  private static Decision requestControl(Incident incident, PendingControl control, Event event) {
    if (!(incident.state() instanceof RollingBack(Rollback rollback))) {
      return Rejections.notNow(incident);
    }
    return rollback.pendingControl() == control
        ? CommandRouter.NOTHING
        : CommandRouter.accept(incident, event);
  }

  private static boolean canResume(Incident incident) {
    return incident.state() instanceof State.Paused
        || (incident.state() instanceof RollingBack(Rollback rollback)
            && rollback.pendingControl() != PendingControl.CONTINUE);
  }

  private static boolean canPlanAgain(Incident incident) {
    return incident.state() instanceof Blocked
        || incident.state() instanceof State.Verifying
        || incident.state() instanceof State.AwaitingSignOff;
  }

  private static Decision retry(Incident incident, Command.RetryStep command) {
    if (!(incident.state() instanceof Blocked)) {
      return Rejections.notNow(incident);
    }
    Optional<StepRun> step = incident.currentStep(command.step());
    if (step.isEmpty() || step.get().attempts() != command.attempt()) {
      return stepChanged(incident);
    }
    Optional<String> against = StepChoices.againstRetry(incident.details(), step.get());
    return against.isPresent()
        ? refused(against)
        : CommandRouter.accept(
            incident,
            AutomaticTransitions.startStep(
                incident.details(), step.get(), Optional.of(command.by().id()), command.at()));
  }

  private static Decision.Rejected refused(Optional<String> why) {
    return Rejections.notNow(why.orElseThrow());
  }

  /** A person settles a current step if it is handed over or the rollback is blocked. */
  private static Decision settleStep(
      Incident incident, String id, Optional<Decision.Rejected> problem, Event event) {
    if (problem.isPresent()) {
      return problem.get();
    }
    Optional<StepRun> step = incident.currentStep(id);
    if (incident.state() instanceof Blocked) {
      return step.isPresent() ? CommandRouter.accept(incident, event) : stepChanged(incident);
    }
    return incident.state() instanceof RollingBack && step.filter(StepRun::asksPerson).isPresent()
        ? CommandRouter.accept(incident, event)
        : Rejections.notNow(incident);
  }

  private static Decision prepareRestore(Incident incident, Command.PrepareRestore command) {
    if (incident.rollback().isEmpty()) {
      return Rejections.notNow(incident);
    }
    Rollback rollback = incident.rollback().get();
    Optional<String> against = DatabaseRestores.against(incident.state(), rollback);
    if (against.isPresent()) {
      return refused(against);
    }
    Optional<RestorePoint> point =
        DatabaseRestores.offered(incident).stream()
            .filter(p -> p.bookmark().equals(command.bookmark()))
            .findFirst();
    return point.isEmpty()
        ? Rejections.stale("The database can't be restored to that any more.")
        : CommandRouter.accept(
            incident,
            Rejections.reasonProblem(command.reason()),
            new Event.RestorePrepared(
                command.at(),
                command.by().id(),
                command.reason(),
                DatabaseRestores.step(
                    rollback, point.get(), DatabaseRestores.locks(incident, point.get()))));
  }

  private static Decision takeOver(Incident incident, Command.TakeOverLock command) {
    Optional<StepRun> step = incident.currentStep(command.step());
    return step.isPresent()
            && step.get().status()
                instanceof StepRun.WaitingForLock(Instant _, String job, LockHolder holder)
            && StepText.label(holder).equals(command.holder())
        ? CommandRouter.accept(
            incident,
            Rejections.reasonProblem(command.reason()),
            new Event.LockTakenOver(
                command.at(), command.by().id(), command.step(), job, holder, command.reason()))
        : Rejections.notNow(incident);
  }

  static Decision lock(Incident incident, Command.OnLock command) {
    return switch (command) {
      case Command.LockRefused(Instant at, Actor _, String job, LockHolder holder) ->
          incident
              .stepOfJob(job)
              .flatMap(step -> refused(incident, step, job, holder, at))
              .<Decision>map(event -> CommandRouter.accept(incident, event))
              .orElse(CommandRouter.NOTHING);
      case Command.LockGranted(Instant at, Actor _, String job) ->
          incident
              .stepOfJob(job)
              .flatMap(step -> granted(incident, step, job, at))
              .<Decision>map(event -> CommandRouter.accept(incident, event))
              .orElse(CommandRouter.NOTHING);
      case Command.LockClaimed claim -> letGo(incident, claim);
    };
  }

  /**
   * What nobody approved does not wait for another incident before its first change, nor a script
   * that was consented to: what it would meet is read right before it.
   */
  private static Optional<Event> refused(
      Incident incident, StepRun step, String job, LockHolder holder, Instant at) {
    if (step.consent().isPresent()
        || incident.rollback().filter(UnattendedStart::isFirstChange).isPresent()) {
      return Optional.of(
          new Event.StepHeldBack(
              at, step.step().id(), job, StepText.label(holder) + " holds its lock."));
    }
    return isWaitingFor(step, holder)
        ? Optional.empty()
        : Optional.of(new Event.LockAwaited(at, step.step().id(), job, holder));
  }

  private static Optional<Event> granted(Incident incident, StepRun step, String job, Instant at) {
    if (UnattendedStart.isTooLate(incident, at) || DatabaseSteps.isTooLate(step, at)) {
      return Optional.of(
          new Event.StepHeldBack(
              at, step.step().id(), job, "What was read before it is too old by now."));
    }
    return step.status() instanceof StepRun.WaitingForLock
        ? Optional.of(new Event.LockObtained(at, step.step().id(), job))
        : Optional.empty();
  }

  /**
   * It can still end well: what became of it is only known from the provider. The search for one
   * whose outcome is not known can be ended too: what says that it runs may say so for ever.
   */
  private static Decision stopJob(Incident incident, Command.StopJob command) {
    Optional<StepRun> step = incident.currentStep(command.step());
    if (step.isPresent()
        && step.get().step().job().isPresent()
        && step.get().status() instanceof StepRun.OutcomeUnknown unknown
        && unknown.reconcileJob().equals(Optional.of(command.job()))) {
      return unknown.searchEndedBy().isPresent()
          ? CommandRouter.NOTHING
          : stopRequested(incident, command);
    }
    if (step.isEmpty()
        || step.get().step().job().isEmpty()
        || !(step.get().status() instanceof StepRun.Running running)
        || !running.job().equals(command.job())) {
      // It has ended, or waits for the lock, or nobody knows.
      return Rejections.notNow("That job is not known to run now. The panel shows how it stands.");
    }
    return running.stopBy().isPresent() ? CommandRouter.NOTHING : stopRequested(incident, command);
  }

  private static Decision stopRequested(Incident incident, Command.StopJob command) {
    return CommandRouter.accept(
        incident,
        new Event.JobStopRequested(command.at(), command.by().id(), command.step(), command.job()));
  }

  private static boolean isWaitingFor(StepRun step, LockHolder holder) {
    return step.status() instanceof StepRun.WaitingForLock waiting
        && waiting.holder().equals(holder);
  }

  /** Only when no job runs: what was asked of the provider could still take effect before that. */
  private static Decision letGo(Incident incident, Command.LockClaimed command) {
    String label = incident.details().label();
    List<UnsettledAttempt> attempts =
        incident.details().unsettled().stream()
            .filter(a -> a.locks().contains(command.lock()))
            .toList();
    boolean changing =
        incident.currentSteps().stream()
            .filter(StepRun::mayBeChanging)
            .anyMatch(s -> s.step().lockKeys().contains(command.lock()));
    if (changing) {
      return Rejections.notNow(
          label
              + " is changing it now, or the provider is being asked what became of the change."
              + " That ends by itself. Then it is free, or you can take it over.");
    }
    if (attempts.isEmpty()) {
      return Rejections.stale(label + " has let go of it. This step begins by itself.");
    }
    List<String> taken =
        attempts.stream()
            .flatMap(a -> a.locks().stream())
            .filter(lock -> LockKeys.excludedBy(command.needed(), lock))
            .distinct()
            .sorted()
            .toList();
    return CommandRouter.accept(
        incident,
        new Event.LockLetGo(
            command.at(),
            command.person(),
            attempts.getFirst().step(),
            command.claimant(),
            command.reason(),
            Optional.of(
                attempts.stream()
                    .map(UnsettledAttempt::title)
                    .distinct()
                    .collect(Collectors.joining("”, “"))),
            Optional.of(taken),
            // Of one that was not recorded, all that share a lock are let go.
            attempts.stream().allMatch(a -> a.job().isPresent())
                ? Optional.of(attempts.stream().flatMap(a -> a.job().stream()).toList())
                : Optional.empty()));
  }

  private static Decision nextMethod(Incident incident, Command.StartNextMethod command) {
    Method method = incident.details().method();
    Optional<Method> next = incident.details().nextMethod();
    return next.isEmpty()
        ? Rejections.unknown("“" + method.name() + "” is the last method of this runbook.")
        : CommandRouter.accept(
            incident, new Event.MethodStarted(command.at(), command.by().id(), next.get().id()));
  }

  private static Decision stepChanged(Incident incident) {
    String now = StepText.titles(incident.currentSteps());
    return Rejections.stale(
        now.isEmpty()
            ? "The steps are over."
            : "It is about " + now + " now. The panel shows how it stands.");
  }
}
