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

  static Decision decide(Incident incident, Command.OnSteps command) {
    return switch (command) {
      case Command.Pause c ->
          incident.state() instanceof RollingBack r
              ? r.rollback().wish() == Rollback.Wish.PAUSE
                  ? Deciding.NOTHING
                  : Deciding.then(incident, new Event.PauseAsked(c.at(), c.by().id()))
              : Refusals.notNow(incident);
      case Command.Resume c ->
          incident.state() instanceof Paused || asked(incident)
              ? Deciding.then(incident, new Event.Resumed(c.at(), c.by().id()))
              : Refusals.notNow(incident);
      case Command.StopAfterStep c -> stop(incident, c);
      case Command.RetryStep c -> retry(incident, c);
      case Command.MarkStepDone c -> markDone(incident, c);
      case Command.SkipStep c -> skip(incident, c);
      case Command.NextMethod c -> nextMethod(incident, c);
      case Command.NewPlan c -> newPlan(incident, c);
    };
  }

  private static boolean asked(Incident incident) {
    return incident.state() instanceof RollingBack r && r.rollback().wish() != Rollback.Wish.GO_ON;
  }

  private static Decision stop(Incident incident, Command.StopAfterStep c) {
    if (incident.state() instanceof Paused) {
      return Story.from(incident)
          .then(new Event.StopAsked(c.at(), c.by().id()))
          .then(new Event.Stopped(c.at()))
          .goesOn(c.at());
    }
    if (incident.state() instanceof RollingBack r) {
      return r.rollback().wish() == Rollback.Wish.STOP
          ? Deciding.NOTHING
          : Deciding.then(incident, new Event.StopAsked(c.at(), c.by().id()));
    }
    return Refusals.notNow(incident);
  }

  private static Decision retry(Incident incident, Command.RetryStep c) {
    if (!(incident.state() instanceof Blocked b)) {
      return Refusals.notNow(incident);
    }
    Optional<StepRun> step = current(b.rollback(), c.step());
    if (step.isEmpty() || step.get().attempts() != c.attempt()) {
      return stepMoved(b);
    }
    if (beingAsked(incident)) {
      return providerIsAsked();
    }
    return Deciding.then(incident, Momentum.begin(incident.facts(), step.get(), c.at()));
  }

  private static Decision markDone(Incident incident, Command.MarkStepDone c) {
    if (c.evidence().isBlank()) {
      return Refusals.needsEvidence();
    }
    if (Refusals.tooLong(c.evidence())) {
      return Refusals.shorterEvidence();
    }
    return byHand(incident, c.step())
        .map(_ ->
            Deciding.then(
                incident, new Event.StepDoneByHand(c.at(), c.by().id(), c.step(), c.evidence())))
        .orElseGet(() -> refuseByHand(incident));
  }

  private static Decision skip(Incident incident, Command.SkipStep c) {
    if (Refusals.saysNothing(c.reason())) {
      return Refusals.needsReason();
    }
    return byHand(incident, c.step())
        .map(_ ->
            Deciding.then(
                incident, new Event.StepSkipped(c.at(), c.by().id(), c.step(), c.reason())))
        .orElseGet(() -> refuseByHand(incident));
  }

  /** The step, if it is a person's to settle: blocked, or handed over. */
  private static Optional<StepRun> byHand(Incident incident, String step) {
    if (incident.state() instanceof Blocked b) {
      return current(b.rollback(), step);
    }
    return incident.state() instanceof RollingBack r
        ? current(r.rollback(), step).filter(x -> x.progress() instanceof StepRun.HandedOver)
        : Optional.empty();
  }

  private static Decision refuseByHand(Incident incident) {
    return incident.state() instanceof Blocked b ? stepMoved(b) : Refusals.notNow(incident);
  }

  private static Decision nextMethod(Incident incident, Command.NextMethod c) {
    if (!(incident.state() instanceof Blocked || incident.state() instanceof Verifying)) {
      return Refusals.notNow(incident);
    }
    if (beingAsked(incident)) {
      return providerIsAsked();
    }
    Optional<Method> next =
        incident.facts().runbook().methodAfter(incident.facts().request().method());
    return next.<Decision>map(
            m -> Deciding.then(incident, new Event.MethodStarted(c.at(), c.by().id(), m.id())))
        .orElseGet(() ->
            Refusals.unknown(
                "“" + incident.facts().method().name() + "” is the last method of this runbook."));
  }

  private static Decision newPlan(Incident incident, Command.NewPlan c) {
    if (!(incident.state() instanceof Blocked || incident.state() instanceof Verifying)) {
      return Refusals.notNow(incident);
    }
    return beingAsked(incident)
        ? providerIsAsked()
        : Deciding.then(
            incident,
            new Event.MethodStarted(c.at(), c.by().id(), incident.facts().request().method()));
  }

  /** Another plan could roll the same service back while the first rollback is still on its way. */
  private static boolean beingAsked(Incident incident) {
    return incident.state() instanceof Blocked b
        && b.rollback().current().map(StepRun::progress).orElse(null)
            instanceof StepRun.Unknown unknown
        && unknown.askedBy().isPresent();
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
