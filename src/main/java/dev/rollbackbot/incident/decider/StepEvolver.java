package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.Rollback.PendingControl;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.Optional;

/** How events of the steps change the incident. */
final class StepEvolver {
  private StepEvolver() {}

  static Incident evolve(IncidentDetails details, State.Executing state, Event.OfSteps event) {
    boolean startsJob =
        event instanceof Event.StepStarted
            || (event instanceof Event.StepUnknown unknown && unknown.reconcileJob().isPresent());
    return new Incident(startsJob ? details.withNextJob() : details, next(state, event));
  }

  private static State next(State.Executing state, Event.OfSteps event) {
    Rollback rollback = state.rollback();
    return switch (event) {
      case Event.StepStarted(Instant at, String id, int _, String job) ->
          resumed(state, step(state, id, event).withStart(at, job));
      case Event.StepHandedOver(Instant at, String id) ->
          resumed(state, step(state, id, event).withNextAttempt(new StepRun.HandedOver(at)));
      case Event.LockAwaited(Instant at, String id, String job, LockHolder holder) ->
          new RollingBack(with(state, event, id, new StepRun.WaitingForLock(at, job, holder)));
      case Event.LockObtained(Instant at, String id, String job) ->
          new RollingBack(with(state, event, id, new StepRun.Running(at, job)));
      case Event.LockTakenOver e ->
          new RollingBack(with(state, e, e.step(), new StepRun.Running(e.at(), e.job())));
      case Event.LockLetGo _ -> state;
      case Event.JobOutputRead e ->
          running(state, e, e.step(), Optional.of(e.output()), Optional.empty());
      case Event.JobWaitsForPerson _ -> state;
      case Event.JobStopRequested e ->
          running(state, e, e.step(), Optional.empty(), Optional.of(e.by()));
      case Event.StepJobSucceeded e ->
          new RollingBack(
              rollback.withStep(
                  step(state, e.step(), e)
                      .withStatus(new StepRun.JobDone(e.at(), e.text(), e.took()))
                      .withRun(Optional.of(e.at()))));
      // Keeps a pause or stop that was requested while the outcome was unknown.
      case Event.StepSucceeded e ->
          new RollingBack(
              with(
                  state,
                  e,
                  e.step(),
                  new StepRun.TargetLive(e.at(), e.live(), e.already(), e.took())));
      case Event.StepDoneByHand(Instant at, String by, String id, String evidence) ->
          resumed(
              state, step(state, id, event).withStatus(new StepRun.DoneByHand(at, by, evidence)));
      case Event.StepSkipped(Instant at, String by, String id, String reason) ->
          resumed(
              state,
              step(state, id, event).withStatus(new StepRun.SkippedByPerson(at, by, reason)));
      case Event.StepFailed(
              var at,
              String id,
              var kind,
              String code,
              String text,
              var live,
              var secrets,
              var _) -> {
        StepRun failed =
            step(state, id, event)
                .withStatus(new StepRun.AttemptFailed(at, kind, code, text, live, secrets));
        yield new State.Blocked(
            rollback.withStep(
                kind == Outcome.FailureKind.RUN_FAILED
                    ? failed.withRun(Optional.of(at))
                    : failed));
      }
      case Event.StepUnknown(Instant at, String id, String text, Optional<String> reconcileJob) -> {
        StepRun step = step(state, id, event);
        StepRun unknown =
            step.withStatus(
                new StepRun.OutcomeUnknown(at, text, reconcileJob, attemptedBy(step.status())));
        yield new State.Blocked(
            rollback.withStep(
                reconcileJob.isEmpty() ? unknown.withRun(Optional.empty()) : unknown));
      }
      case Event.PauseRequested _ -> withPendingControl(state, PendingControl.PAUSE, event);
      case Event.StopRequested _ -> withPendingControl(state, PendingControl.STOP, event);
      case Event.PausedBeforeStep _ -> new State.Paused(withoutWait(rollback));
      case Event.Resumed _ -> new RollingBack(rollback.withPendingControl(PendingControl.CONTINUE));
      case Event.StoppedBeforeStep _ -> new State.Blocked(withoutWait(rollback));
    };
  }

  /** What is empty stays as it was. */
  private static State running(
      State.Executing state,
      Event event,
      String id,
      Optional<String> output,
      Optional<String> stopBy) {
    return step(state, id, event).status() instanceof StepRun.Running running
        ? new RollingBack(
            with(
                state,
                event,
                id,
                new StepRun.Running(
                    running.since(),
                    running.job(),
                    output.or(running::output),
                    stopBy.or(running::stopBy))))
        : state;
  }

  private static Optional<String> attemptedBy(StepRun.StepStatus status) {
    return switch (status) {
      case StepRun.Running running -> Optional.of(running.job());
      case StepRun.OutcomeUnknown unknown -> unknown.job();
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.HandedOver _,
          StepRun.AttemptFailed _,
          StepRun.SettledStatus _ ->
          Optional.empty();
    };
  }

  /** Starting or settling a step of a blocked rollback clears a pending pause or stop. */
  private static State resumed(State.Executing state, StepRun step) {
    Rollback rollback = state.rollback().withStep(step);
    return new RollingBack(
        state instanceof RollingBack
            ? rollback
            : rollback.withPendingControl(PendingControl.CONTINUE));
  }

  /** A paused or stopped rollback waits for no lock: the step is started anew. */
  private static Rollback withoutWait(Rollback rollback) {
    return rollback.current().map(step -> rollback.withStep(step.withoutWait())).orElse(rollback);
  }

  private static Rollback with(
      State.Executing state, Event event, String step, StepRun.StepStatus status) {
    return state.rollback().withStep(step(state, step, event).withStatus(status));
  }

  private static State withPendingControl(
      State.Executing state, PendingControl control, Event event) {
    Rollback rollback = state.rollback().withPendingControl(control);
    if (state instanceof RollingBack) {
      return new RollingBack(rollback);
    }
    Evolver.require(State.Paused.class, state, event);
    return new State.Paused(rollback);
  }

  private static StepRun step(State.Executing state, String id, Event event) {
    return state.rollback().step(id).orElseThrow(() -> Evolver.impossible(state, event));
  }
}
