package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.Refused;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.Jobs.StoredJob;
import dev.rollbackbot.app.OutcomeListener.BeginResult;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
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

  /** Takes the locks that a job needs and begins its next attempt. */
  BeginResult begin(UnitOfWork unit, StoredJob job) {
    BeginResult lock =
        take(unit, job.incident(), job.id(), job.jobPhase() == Jobs.JobPhase.STARTED);
    return lock == BeginResult.BEGUN
            && unit.beginAttempt(job.id(), job.attempt(), clock.instant()).isEmpty()
        ? BeginResult.CLAIMED
        : lock;
  }

  private BeginResult take(UnitOfWork unit, IncidentId id, String job, boolean begun) {
    Optional<Incident> incident = unit.load(id).incident();
    Set<String> locks =
        incident
            .flatMap(i -> i.stepOfJob(job))
            .map(StepRun::step)
            .map(PlannedStep::lockKeys)
            .orElse(Set.of());
    if (incident.isEmpty() || locks.isEmpty()) {
      return BeginResult.NOT_EXPECTED;
    }
    Instant now = clock.instant();
    Optional<LockHolder> other = take(unit, incident.get(), locks, job, now);
    if (other.isEmpty() && begun) {
      return BeginResult.BEGUN;
    }
    if (other.isEmpty()) {
      decider.decide(unit, id, new Command.LockGranted(now, Actor.BOT, job));
      return taken(unit, id, job);
    }
    if (!begun) {
      decider.decide(unit, id, new Command.LockRefused(now, Actor.BOT, job, other.get()));
    }
    return BeginResult.HELD;
  }

  /** An incident that has just held its step back needs no lock for it. */
  private static BeginResult taken(UnitOfWork unit, IncidentId id, String job) {
    Optional<Incident> incident = unit.load(id).incident();
    if (incident.flatMap(i -> i.stepOfJob(job)).isPresent()) {
      return BeginResult.BEGUN;
    }
    unit.releaseLocks(id, incident.map(Incident::locksUnderChange).orElse(Set.of()));
    return BeginResult.NOT_EXPECTED;
  }

  private static Optional<LockHolder> take(
      UnitOfWork unit, Incident incident, Set<String> locks, String job, Instant now) {
    return unit.takeLocks(locks, incident.id(), job, lead(incident), now)
        .map(holder -> shown(unit, holder));
  }

  private static LockHolder shown(UnitOfWork unit, LockHolder holder) {
    return shown(holder, unit.load(new IncidentId(holder.incident())).incident());
  }

  /**
   * With who leads that incident now, who may not be whoever led it then, and whether it is a
   * drill.
   */
  static LockHolder shown(LockHolder holder, Optional<Incident> incident) {
    return incident
        .map(i ->
            new LockHolder(
                holder.incident(),
                lead(i),
                holder.since(),
                holder.lock(),
                Optional.of(IncidentDetails.DRILL)
                    .filter(_ -> i.details().declaration().forDrill())))
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
    String label = StepText.label(waiting.holder());
    Optional<LockHolder> now = take(unit, incident, locks, waiting.job(), command.at());
    if (now.isEmpty()) {
      unit.releaseLocks(incident.id(), incident.locksUnderChange());
      return stale(label + " has let go of it. This step begins by itself.");
    }
    if (now.get().incident() != holder.number()) {
      return stale(StepText.label(now.get()) + " holds the lock now.");
    }
    if (!now.get().since().equals(waiting.holder().since())) {
      return stale(label + " has let go of it and holds it for another change by now. Look there.");
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
                label
                    + " has let go of it. "
                    + StepText.label(other)
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
