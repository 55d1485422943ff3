package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.Refused;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.OutcomeListener.LockResult;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Takes, releases and hands over the locks of the providers' resources, in the transaction that
 * records why. An incident holds the locks of {@link Incident#locksUnderChange} and no other.
 */
record ResourceLocking(InstantSource clock, Decider decider) {
  /** Decides a command of an incident in an open transaction. */
  interface Decider {
    CommandResult decide(UnitOfWork unit, IncidentId incident, Command command);
  }

  LockResult take(UnitOfWork unit, IncidentId id, String job, boolean begun) {
    Optional<Incident> incident = unit.load(id).incident();
    Set<String> locks =
        incident
            .flatMap(i -> i.stepOfJob(job))
            .map(StepRun::step)
            .map(PlannedStep::lockKeys)
            .orElse(Set.of());
    if (incident.isEmpty() || locks.isEmpty()) {
      return LockResult.NOT_EXPECTED;
    }
    Instant now = clock.instant();
    Optional<LockHolder> other = take(unit, incident.get(), locks, job, now);
    if (other.isEmpty() && begun) {
      return LockResult.TAKEN;
    }
    if (other.isEmpty()) {
      decider.decide(unit, id, new Command.LockGranted(now, Actor.BOT, job));
      return taken(unit, id, job);
    }
    if (!begun) {
      decider.decide(unit, id, new Command.LockRefused(now, Actor.BOT, job, other.get()));
    }
    return LockResult.HELD;
  }

  /** An incident that has just held its step back needs no lock for it. */
  private static LockResult taken(UnitOfWork unit, IncidentId id, String job) {
    Optional<Incident> incident = unit.load(id).incident();
    if (incident.flatMap(i -> i.stepOfJob(job)).isPresent()) {
      return LockResult.TAKEN;
    }
    unit.releaseLocks(id, incident.map(Incident::locksUnderChange).orElse(Set.of()));
    return LockResult.NOT_EXPECTED;
  }

  private static Optional<LockHolder> take(
      UnitOfWork unit, Incident incident, Set<String> locks, String job, Instant now) {
    return unit.takeLocks(locks, incident.id(), job, lead(incident), now)
        .map(holder -> shown(unit, holder));
  }

  private static LockHolder shown(UnitOfWork unit, LockHolder holder) {
    return shown(holder, unit.load(new IncidentId(holder.incident())).incident());
  }

  /** With who leads that incident now: the lead may have changed since it took the lock. */
  static LockHolder shown(LockHolder holder, Optional<Incident> incident) {
    return incident
        .map(i -> new LockHolder(holder.incident(), lead(i), holder.since(), holder.lock()))
        .orElse(holder);
  }

  /** Others are told who leads it, and of a private incident not who is in it. */
  private static String lead(Incident incident) {
    return incident.details().isPrivate() ? "" : incident.details().declaration().lead();
  }

  /**
   * Takes a lock over before the command of the person who asks for that is decided.
   *
   * @return why that is not possible; empty: it is done, or the command is another one
   */
  Optional<CommandResult> takeOver(UnitOfWork unit, IncidentId id, Command command) {
    if (!(command instanceof Command.TakeOverLock takeOver)) {
      return Optional.empty();
    }
    Optional<Incident> incident = unit.load(id).incident();
    Optional<StepRun> step = incident.flatMap(i -> i.currentStep(takeOver.step()));
    return Incidents.decide(incident, command) instanceof Decision.Accepted
            && step.isPresent()
            && step.get().status() instanceof StepRun.WaitingForLock waiting
            && !step.get().step().lockKeys().isEmpty()
        ? takeOver(unit, incident.get(), step.get().step().lockKeys(), waiting, takeOver)
        : Optional.empty();
  }

  private Optional<CommandResult> takeOver(
      UnitOfWork unit,
      Incident incident,
      Set<String> locks,
      StepRun.WaitingForLock waiting,
      Command.TakeOverLock command) {
    IncidentId holder = new IncidentId(waiting.holder().incident());
    Optional<LockHolder> now = take(unit, incident, locks, waiting.job(), command.at());
    if (now.isEmpty()) {
      unit.releaseLocks(incident.id(), incident.locksUnderChange());
      return stale(holder.label() + " has let go of it. This step begins by itself.");
    }
    if (now.get().incident() != holder.number()) {
      return stale(new IncidentId(now.get().incident()).label() + " holds the lock now.");
    }
    if (!now.get().since().equals(waiting.holder().since())) {
      return stale(
          holder.label() + " has let go of it and holds it for another change by now. Look there.");
    }
    // Who is in a private incident, and why, is told in its channel only.
    boolean shown = !incident.details().isPrivate();
    Command claimed =
        new Command.LockClaimed(
            command.at(),
            Actor.BOT,
            now.get().lock().orElseThrow(),
            locks,
            incident.id().number(),
            shown ? command.by().id() : Actor.BOT.id(),
            shown ? command.reason() : "");
    if (decider.decide(unit, holder, claimed) instanceof Refused refused) {
      return Optional.of(refused);
    }
    // Of a step that needs several, others may be held for something else.
    return take(unit, incident, locks, waiting.job(), command.at())
        .flatMap(other ->
            stale(
                holder.label()
                    + " has let go of it. "
                    + new IncidentId(other.incident()).label()
                    + " holds another lock that this step needs: look there, too."));
  }

  private static Optional<CommandResult> stale(String text) {
    return Optional.of(new Refused(RejectionCode.STALE, RichText.of(text)));
  }

  /** Releases the locks of what was under change before and is not any more. */
  static void releaseSettled(UnitOfWork unit, Optional<Incident> before, Incident after) {
    Set<String> kept = after.locksUnderChange();
    if (!kept.containsAll(before.map(Incident::locksUnderChange).orElse(Set.of()))) {
      unit.releaseLocks(after.id(), kept);
    }
  }
}
