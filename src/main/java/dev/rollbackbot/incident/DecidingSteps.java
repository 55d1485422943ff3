package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.Blocked;
import dev.rollbackbot.incident.State.Paused;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.State.Verifying;
import dev.rollbackbot.runbook.Method;
import java.util.Optional;

/** The steps of a rollback. */
final class DecidingSteps {
  private DecidingSteps() {}

  static Decision decide(State.Declared s, Command.OnSteps command) {
    return switch (command) {
      case Command.Pause c ->
          s instanceof RollingBack r
              ? r.rollback().wish() == Rollback.Wish.PAUSE
                  ? Deciding.NOTHING
                  : Deciding.then(s, new Event.PauseAsked(c.at(), c.by().id()))
              : Refusals.notNow(s);
      case Command.Resume c ->
          s instanceof Paused || asked(s)
              ? Deciding.then(s, new Event.Resumed(c.at(), c.by().id()))
              : Refusals.notNow(s);
      case Command.StopAfterStep c -> stop(s, c);
      case Command.RetryStep c -> retry(s, c);
      case Command.MarkStepDone c -> markDone(s, c);
      case Command.SkipStep c -> skip(s, c);
      case Command.NextMethod c -> nextMethod(s, c);
      case Command.NewPlan c -> newPlan(s, c);
    };
  }

  private static boolean asked(State.Declared s) {
    return s instanceof RollingBack r && r.rollback().wish() != Rollback.Wish.GO_ON;
  }

  private static Decision stop(State.Declared s, Command.StopAfterStep c) {
    if (s instanceof Paused) {
      return Story.from(s)
          .then(new Event.StopAsked(c.at(), c.by().id()))
          .then(new Event.Stopped(c.at()))
          .goesOn(c.at());
    }
    if (s instanceof RollingBack r) {
      return r.rollback().wish() == Rollback.Wish.STOP
          ? Deciding.NOTHING
          : Deciding.then(s, new Event.StopAsked(c.at(), c.by().id()));
    }
    return Refusals.notNow(s);
  }

  private static Decision retry(State.Declared s, Command.RetryStep c) {
    if (!(s instanceof Blocked b)) {
      return Refusals.notNow(s);
    }
    Optional<StepRun> step = current(b.rollback(), c.step());
    if (step.isEmpty() || step.get().attempts() != c.attempt()) {
      return stepMoved(b);
    }
    if (beingAsked(b)) {
      return providerIsAsked();
    }
    return Deciding.then(s, Momentum.begin(s.facts(), step.get(), c.at()));
  }

  private static Decision markDone(State.Declared s, Command.MarkStepDone c) {
    if (c.evidence().isBlank()) {
      return Refusals.needsEvidence();
    }
    if (Refusals.tooLong(c.evidence())) {
      return Refusals.shorterEvidence();
    }
    return byHand(s, c.step())
        .map(_ ->
            Deciding.then(s, new Event.StepDoneByHand(c.at(), c.by().id(), c.step(), c.evidence())))
        .orElseGet(() -> refuseByHand(s));
  }

  private static Decision skip(State.Declared s, Command.SkipStep c) {
    if (Refusals.saysNothing(c.reason())) {
      return Refusals.needsReason();
    }
    return byHand(s, c.step())
        .map(
            _ -> Deciding.then(s, new Event.StepSkipped(c.at(), c.by().id(), c.step(), c.reason())))
        .orElseGet(() -> refuseByHand(s));
  }

  /** The step, if it is a person's to settle: blocked, or handed over. */
  private static Optional<StepRun> byHand(State.Declared s, String step) {
    if (s instanceof Blocked b) {
      return current(b.rollback(), step);
    }
    return s instanceof RollingBack r
        ? current(r.rollback(), step).filter(x -> x.progress() instanceof StepRun.HandedOver)
        : Optional.empty();
  }

  private static Decision refuseByHand(State.Declared s) {
    return s instanceof Blocked b ? stepMoved(b) : Refusals.notNow(s);
  }

  private static Decision nextMethod(State.Declared s, Command.NextMethod c) {
    if (!(s instanceof Blocked || s instanceof Verifying)) {
      return Refusals.notNow(s);
    }
    if (beingAsked(s)) {
      return providerIsAsked();
    }
    Optional<Method> next = s.facts().runbook().methodAfter(s.facts().request().method());
    return next.<Decision>map(
            m -> Deciding.then(s, new Event.MethodStarted(c.at(), c.by().id(), m.id())))
        .orElseGet(() ->
            Refusals.unknown(
                "“" + s.facts().method().name() + "” is the last method of this runbook."));
  }

  private static Decision newPlan(State.Declared s, Command.NewPlan c) {
    if (!(s instanceof Blocked || s instanceof Verifying)) {
      return Refusals.notNow(s);
    }
    return beingAsked(s)
        ? providerIsAsked()
        : Deciding.then(
            s, new Event.MethodStarted(c.at(), c.by().id(), s.facts().request().method()));
  }

  /** Another plan could roll the same service back while the first rollback is still on its way. */
  private static boolean beingAsked(State.Declared s) {
    return s instanceof Blocked b
        && b.rollback().current().map(StepRun::progress).orElse(null)
            instanceof StepRun.Unknown unknown
        && !unknown.askedBy().isEmpty();
  }

  private static Decision.Rejected providerIsAsked() {
    return Refusals.notNow(
        "The provider is being asked what became of this step. Nothing is tried again before"
            + " it has answered.");
  }

  private static Optional<StepRun> current(Rollback r, String step) {
    return r.current().filter(x -> x.step().id().equals(step));
  }

  private static Decision stepMoved(Blocked s) {
    return Refusals.stale(
        s.rollback()
            .current()
            .map(x -> "It is about “" + x.step().title() + "” now. The panel shows how it stands.")
            .orElse("The steps are over."));
  }
}
