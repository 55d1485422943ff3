package dev.rollbackbot.incident;

/** How the events of the steps change the state. */
final class EvolvingSteps {
  private EvolvingSteps() {}

  static Incident next(Facts f, State.Executing s, Event.OfSteps event) {
    Facts after = startsJob(event) ? f.oneMoreJob() : f;
    return new Incident(after, next(s, event));
  }

  private static boolean startsJob(Event.OfSteps event) {
    return event instanceof Event.StepStarted
        || (event instanceof Event.StepUnknown e && e.askedBy().isPresent());
  }

  private static State next(State.Executing s, Event.OfSteps event) {
    Rollback r = s.rollback();
    return switch (event) {
      case Event.StepStarted e ->
          new State.RollingBack(
              goingOn(s).with(step(s, e.step(), e).begun(new StepRun.Running(e.at(), e.job()))));
      case Event.StepHandedOver e ->
          new State.RollingBack(
              goingOn(s).with(step(s, e.step(), e).begun(new StepRun.HandedOver(e.at()))));
      // Nobody's wish: a pause or a stop that was asked for while its outcome was unknown holds.
      case Event.StepSucceeded e ->
          new State.RollingBack(
              r.with(
                  step(s, e.step(), e)
                      .to(new StepRun.Succeeded(e.at(), e.live(), e.already(), e.took()))));
      case Event.StepDoneByHand e ->
          new State.RollingBack(
              settled(
                  s,
                  step(s, e.step(), e).to(new StepRun.DoneByHand(e.at(), e.by(), e.evidence()))));
      case Event.StepSkipped e ->
          new State.RollingBack(
              settled(s, step(s, e.step(), e).to(new StepRun.Skipped(e.at(), e.by(), e.reason()))));
      case Event.StepFailed e ->
          new State.Blocked(
              r.with(
                  step(s, e.step(), e)
                      .to(new StepRun.Failed(e.at(), e.kind(), e.code(), e.text(), e.live()))));
      case Event.StepUnknown e ->
          new State.Blocked(
              r.with(step(s, e.step(), e).to(new StepRun.Unknown(e.at(), e.text(), e.askedBy()))));
      case Event.PauseAsked _ -> wishing(s, Rollback.Wish.PAUSE, event);
      case Event.StopAsked _ -> wishing(s, Rollback.Wish.STOP, event);
      case Event.Held _ -> new State.Paused(r);
      case Event.Resumed _ -> new State.RollingBack(r.wishing(Rollback.Wish.GO_ON));
      case Event.Stopped _ -> new State.Blocked(r);
    };
  }

  private static Rollback settled(State.Executing s, StepRun step) {
    return goingOn(s).with(step);
  }

  /** Whoever tries or settles a step of a blocked rollback wants it to go on. */
  private static Rollback goingOn(State.Executing s) {
    return running(s) ? s.rollback() : s.rollback().wishing(Rollback.Wish.GO_ON);
  }

  private static boolean running(State.Executing s) {
    return s instanceof State.RollingBack;
  }

  private static State wishing(State.Executing s, Rollback.Wish wish, Event event) {
    Rollback r = s.rollback().wishing(wish);
    if (s instanceof State.RollingBack) {
      return new State.RollingBack(r);
    }
    if (s instanceof State.Paused) {
      return new State.Paused(r);
    }
    throw Evolution.impossible(s, event);
  }

  private static StepRun step(State.Executing s, String id, Event event) {
    return s.rollback().step(id).orElseThrow(() -> Evolution.impossible(s, event));
  }
}
