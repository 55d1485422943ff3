package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;

/** How the events of the steps change the state. */
final class StepEvolver {
  private StepEvolver() {}

  static Incident evolve(IncidentDetails details, State.Executing state, Event.OfSteps event) {
    IncidentDetails after = startsJob(event) ? details.withNextJob() : details;
    return new Incident(after, evolve(state, event));
  }

  private static boolean startsJob(Event.OfSteps event) {
    return event instanceof Event.StepStarted
        || (event instanceof Event.StepUnknown e && e.reconcileJob().isPresent());
  }

  private static State evolve(State.Executing state, Event.OfSteps event) {
    Rollback rollback = state.rollback();
    return switch (event) {
      case Event.StepStarted stepStarted ->
          new State.RollingBack(
              resumed(state)
                  .withStep(
                      step(state, stepStarted.step(), stepStarted)
                          .withNextAttempt(
                              new StepRun.Running(stepStarted.at(), stepStarted.job()))));
      case Event.StepHandedOver stepHandedOver ->
          new State.RollingBack(
              resumed(state)
                  .withStep(
                      step(state, stepHandedOver.step(), stepHandedOver)
                          .withNextAttempt(new StepRun.HandedOver(stepHandedOver.at()))));
      // Nobody's wish: a pause or a stop that was asked for while its outcome was unknown holds.
      case Event.StepSucceeded stepSucceeded ->
          new State.RollingBack(
              rollback.withStep(
                  step(state, stepSucceeded.step(), stepSucceeded)
                      .withStatus(
                          new StepRun.TargetLive(
                              stepSucceeded.at(),
                              stepSucceeded.live(),
                              stepSucceeded.already(),
                              stepSucceeded.took()))));
      case Event.StepDoneByHand stepDoneByHand ->
          new State.RollingBack(
              settleStep(
                  state,
                  step(state, stepDoneByHand.step(), stepDoneByHand)
                      .withStatus(
                          new StepRun.DoneByHand(
                              stepDoneByHand.at(),
                              stepDoneByHand.by(),
                              stepDoneByHand.evidence()))));
      case Event.StepSkipped stepSkipped ->
          new State.RollingBack(
              settleStep(
                  state,
                  step(state, stepSkipped.step(), stepSkipped)
                      .withStatus(
                          new StepRun.SkippedByPerson(
                              stepSkipped.at(), stepSkipped.by(), stepSkipped.reason()))));
      case Event.StepFailed stepFailed ->
          new State.Blocked(
              rollback.withStep(
                  step(state, stepFailed.step(), stepFailed)
                      .withStatus(
                          new StepRun.AttemptFailed(
                              stepFailed.at(),
                              stepFailed.kind(),
                              stepFailed.code(),
                              stepFailed.text(),
                              stepFailed.live()))));
      case Event.StepUnknown stepUnknown ->
          new State.Blocked(
              rollback.withStep(
                  step(state, stepUnknown.step(), stepUnknown)
                      .withStatus(
                          new StepRun.OutcomeUnknown(
                              stepUnknown.at(), stepUnknown.text(), stepUnknown.reconcileJob()))));
      case Event.PauseRequested _ ->
          withPendingControl(state, Rollback.PendingControl.PAUSE, event);
      case Event.StopRequested _ -> withPendingControl(state, Rollback.PendingControl.STOP, event);
      case Event.PausedBeforeStep _ -> new State.Paused(rollback);
      case Event.Resumed _ ->
          new State.RollingBack(rollback.withPendingControl(Rollback.PendingControl.CONTINUE));
      case Event.StoppedBeforeStep _ -> new State.Blocked(rollback);
    };
  }

  private static Rollback settleStep(State.Executing state, StepRun step) {
    return resumed(state).withStep(step);
  }

  /** Whoever tries or settles a step of a blocked rollback wants it to go on. */
  private static Rollback resumed(State.Executing state) {
    return running(state)
        ? state.rollback()
        : state.rollback().withPendingControl(Rollback.PendingControl.CONTINUE);
  }

  private static boolean running(State.Executing state) {
    return state instanceof State.RollingBack;
  }

  private static State withPendingControl(
      State.Executing state, Rollback.PendingControl control, Event event) {
    Rollback rollback = state.rollback().withPendingControl(control);
    if (state instanceof State.RollingBack) {
      return new State.RollingBack(rollback);
    }
    if (state instanceof State.Paused) {
      return new State.Paused(rollback);
    }
    throw Evolver.impossible(state, event);
  }

  private static StepRun step(State.Executing state, String id, Event event) {
    return state.rollback().step(id).orElseThrow(() -> Evolver.impossible(state, event));
  }
}
