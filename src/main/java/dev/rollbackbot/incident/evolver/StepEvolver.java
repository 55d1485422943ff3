package dev.rollbackbot.incident.evolver;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.assessment.ChangesMade;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.database.DatabaseConsent;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
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
            || event instanceof Event.DatabaseReadStarted
            || event instanceof Event.ConsentGiven
            || (event instanceof Event.StepUnknown unknown && unknown.reconcileJob().isPresent());
    return restored(
        new Incident(startsJob ? details.withNextJob() : details, next(details, state, event)),
        state.rollback(),
        event);
  }

  /**
   * What scripts did after the point is gone, and what is left of the plan is people's to decide.
   */
  private static Incident restored(Incident after, Rollback before, Event.OfSteps event) {
    Optional<StepRun> settled =
        before
            .current()
            .filter(s -> s.step().restore().isPresent())
            .filter(s -> after.step(s.step().id()).filter(StepRun::settled).isPresent());
    if (settled.isEmpty() || !(after.state() instanceof State.Executing executing)) {
      return after;
    }
    Rollback rollback = executing.rollback();
    Optional<RestorePoint> point = DatabaseRestores.restored(settled.get(), event);
    Rollback next =
        point
            .map(p -> rollback.withRestored(p, event.at()))
            .orElse(rollback)
            .withPendingControl(
                rollback.current().isPresent() && rollback.undecided().isEmpty()
                    ? PendingControl.STOP
                    : PendingControl.CONTINUE);
    IncidentDetails details =
        point.map(p -> after.details().withRestored(p, event.at())).orElse(after.details());
    return new Incident(details, after(next));
  }

  private static State next(IncidentDetails details, State.Executing state, Event.OfSteps event) {
    Rollback rollback = state.rollback();
    return switch (event) {
      case Event.StepStarted(Instant at, String id, int _, String job, var _) ->
          resumed(state, step(state, id, event).withStart(at, job));
      case Event.StepHandedOver(Instant at, String id, var _) ->
          resumed(state, step(state, id, event).withNextAttempt(new StepRun.HandedOver(at)));
      case Event.DatabaseReadStarted(Instant at, String id, String job, var _) ->
          resumed(
              state,
              step(state, id, event)
                  .withConsent(Optional.empty())
                  .withStatus(new StepRun.ReadingDatabase(at, job)));
      case Event.ConsentAsked(Instant at, String id, DatabaseReading reading, boolean _) ->
          after(
              rollback.withStep(
                  step(state, id, event)
                      .withConsent(Optional.empty())
                      .withStatus(new StepRun.AwaitingConsent(at, reading))));
      case Event.ConsentGiven(Instant at, String by, String id, String job) -> {
        StepRun step = step(state, id, event);
        if (!(step.status() instanceof StepRun.AwaitingConsent asked)) {
          throw Evolver.impossible(state, event);
        }
        yield after(
            rollback.withStep(
                step.withConsent(Optional.of(new DatabaseConsent(at, by, asked.reading())))
                    .withStatus(new StepRun.ReadingDatabase(at, job))));
      }
      case Event.RestorePrepared e -> new RollingBack(rollback.withNextStep(e.restore()));
      case Event.ScriptCleared e -> {
        StepRun step = step(state, e.step(), e);
        yield after(
            rollback.withStep(
                step.withConsent(step.consent().map(c -> c.with(e.reading())))
                    .withRestorable(DatabaseRestores.point(details, step, e.reading(), e.at()))));
      }
      case Event.LockAwaited(Instant at, String id, String job, LockHolder holder) ->
          after(with(state, event, id, new StepRun.WaitingForLock(at, job, holder)));
      case Event.LockObtained(Instant at, String id, String job) ->
          after(with(state, event, id, new StepRun.Running(at, job)));
      case Event.StepHeldBack e ->
          after(
              rollback
                  .withStep(step(state, e.step(), e).heldBack())
                  .withPendingControl(PendingControl.PAUSE));
      case Event.LockTakenOver e ->
          after(with(state, e, e.step(), new StepRun.Running(e.at(), e.job())));
      case Event.LockLetGo _ -> state;
      case Event.JobOutputRead e ->
          running(state, e, e.step(), Optional.of(e.output()), Optional.empty());
      case Event.JobWaitsForPerson e ->
          waiting(
              state,
              e.step(),
              Optional.of(new StepRun.ProviderWait(e.at(), e.text(), e.link())),
              e);
      case Event.JobWaitEnded e -> waiting(state, e.step(), Optional.empty(), e);
      case Event.JobStopRequested e -> stopRequested(state, e);
      case Event.StepJobSucceeded e -> {
        StepRun done =
            step(state, e.step(), e).withStatus(new StepRun.JobDone(e.at(), e.text(), e.took()));
        yield after(
            rollback.withStep(e.artifact().isPresent() ? done.withRun(Optional.of(e.at())) : done));
      }
      // Keeps a pause or stop that was requested while the outcome was unknown.
      case Event.StepSucceeded e -> {
        StepRun.MadeLive made =
            ChangesMade.madeLive(details, step(state, e.step(), e), e.already());
        yield after(
            with(
                state,
                e,
                e.step(),
                new StepRun.TargetLive(e.at(), e.live(), made, e.changeTook())));
      }
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
        StepRun before = step(state, id, event);
        StepRun failed =
            before.withStatus(new StepRun.AttemptFailed(at, kind, code, text, live, secrets));
        // What was asked for may have been live until somebody else deployed.
        boolean overtaken =
            before.status() instanceof StepRun.OutcomeUnknown
                && kind == Outcome.FailureKind.CHANGED;
        StepRun ended = overtaken ? failed.withRun(Optional.empty()) : failed;
        yield after(rollback.withStep(changedPart(kind) ? failed.withRun(Optional.of(at)) : ended));
      }
      case Event.StepUnknown(Instant at, String id, String text, Optional<String> reconcileJob) -> {
        StepRun step = step(state, id, event);
        StepRun unknown =
            step.withUnknown(
                new StepRun.OutcomeUnknown(
                    at, text, reconcileJob, step.lastJob(), Optional.empty()));
        yield after(
            rollback.withStep(
                reconcileJob.isEmpty() ? unknown.withRun(Optional.empty()) : unknown));
      }
      case Event.PauseRequested _ -> withPendingControl(state, PendingControl.PAUSE, event);
      case Event.StopRequested _ -> withPendingControl(state, PendingControl.STOP, event);
      case Event.PausedBeforeStep _ -> new State.Paused(rollback.withoutWaits());
      case Event.Resumed _ -> new RollingBack(rollback.withPendingControl(PendingControl.CONTINUE));
      case Event.StoppedBeforeStep _ -> new State.Blocked(rollback.withoutWaits());
    };
  }

  private static boolean changedPart(Outcome.FailureKind kind) {
    return switch (kind) {
      case RUN_FAILED, NOT_CONFIRMED, PARTLY_DONE -> true;
      case REFUSED, CHANGED, UNREACHABLE, NOT_DONE -> false;
    };
  }

  /** Of what runs, or of the search for what may run. */
  private static State stopRequested(State.Executing state, Event.JobStopRequested event) {
    StepRun step = step(state, event.step(), event);
    return step.status() instanceof StepRun.OutcomeUnknown unknown
        ? after(
            state
                .rollback()
                .withStep(
                    step.withUnknown(
                        new StepRun.OutcomeUnknown(
                            unknown.at(),
                            unknown.text(),
                            unknown.reconcileJob(),
                            unknown.job(),
                            Optional.of(event.by())))))
        : running(state, event, event.step(), Optional.empty(), Optional.of(event.by()));
  }

  /** What is empty stays as it was. */
  private static State running(
      State.Executing state,
      Event event,
      String id,
      Optional<String> output,
      Optional<String> stopBy) {
    StepRun step = step(state, id, event);
    return step.status() instanceof StepRun.Running running
        ? after(
            state
                .rollback()
                .withStep(
                    step.withStatus(
                            new StepRun.Running(
                                running.since(),
                                running.job(),
                                output.or(running::output),
                                stopBy.or(running::stopBy)))
                        .withWait(step.waits())))
        : state;
  }

  private static State waiting(
      State.Executing state, String id, Optional<StepRun.ProviderWait> wait, Event event) {
    Rollback rollback = state.rollback().withStep(step(state, id, event).withWait(wait));
    return state instanceof State.Blocked ? new State.Blocked(rollback) : new RollingBack(rollback);
  }

  /**
   * Going on with a rollback that has stopped ends the stop. One that is only blocked by what
   * failed or is unknown keeps the pause or the stop that was asked for: it comes after the step
   * that is decided.
   */
  private static State resumed(State.Executing state, StepRun step) {
    Rollback rollback = state.rollback().withStep(step);
    boolean kept = state instanceof RollingBack || !state.rollback().undecided().isEmpty();
    return after(kept ? rollback : rollback.withPendingControl(PendingControl.CONTINUE));
  }

  /**
   * It goes on as long as anything is under way; then a person decides about what failed or is
   * unknown. What only waits for a lock has not begun: after a failure, and when a pause or a stop
   * was asked for, it does not begin by itself.
   */
  private static State after(Rollback rollback) {
    boolean held =
        rollback.pendingControl() != PendingControl.CONTINUE || !rollback.undecided().isEmpty();
    Rollback next = held ? rollback.withoutWaits() : rollback;
    return next.underWay().isEmpty() && !next.undecided().isEmpty()
        ? new State.Blocked(next)
        : new RollingBack(next);
  }

  private static Rollback with(
      State.Executing state, Event event, String step, StepRun.StepStatus status) {
    return state.rollback().withStep(step(state, step, event).withStatus(status));
  }

  private static State withPendingControl(
      State.Executing state, PendingControl control, Event event) {
    Rollback rollback = state.rollback().withPendingControl(control);
    if (state instanceof RollingBack) {
      return after(rollback);
    }
    Evolver.require(State.Paused.class, state, event);
    return new State.Paused(rollback);
  }

  private static StepRun step(State.Executing state, String id, Event event) {
    return state.rollback().step(id).orElseThrow(() -> Evolver.impossible(state, event));
  }
}
