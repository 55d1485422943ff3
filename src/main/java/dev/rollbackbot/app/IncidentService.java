package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.Judgements;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Loads, decides, and stores events and effects in one transaction; decides again when another
 * transaction appended first.
 */
public final class IncidentService implements IncidentCommands, OutcomeListener {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentService.class);
  private static final int TRIES = 20;

  private final IncidentStore store;
  private final WorkScheduler scheduler;
  private final InstantSource clock;
  private final ResourceLocking locking;
  private volatile Consumer<Judgement> judged = _ -> {};

  public IncidentService(IncidentStore store, WorkScheduler scheduler, InstantSource clock) {
    this.store = store;
    this.scheduler = scheduler;
    this.clock = clock;
    this.locking = new ResourceLocking(clock, this::decide);
  }

  @Override
  public CommandResult declare(String key, Actor by, Runbook runbook, Declaration declaration) {
    return runTransaction(unit -> {
      if (!unit.claimKey(key, "")) {
        return repeatedResult(unit, key);
      }
      CommandResult result = declare(unit, by, runbook, declaration);
      unit.replaceResult(key, CommandResultCodec.write(result));
      return result;
    });
  }

  private CommandResult declare(
      UnitOfWork unit, Actor by, Runbook runbook, Declaration declaration) {
    return begin(
        unit,
        runbook,
        declaration.environment(),
        declaration.forDrill(),
        id -> new Command.Declare(clock.instant(), by, id, runbook, declaration));
  }

  /** Begins an incident by the first command, unless one is open: the bot itself asks for it. */
  public CommandResult begin(
      Runbook runbook, String environment, Function<IncidentId, Command> first) {
    return runTransaction(unit ->
        // What the bot notices while people rehearse there is told in the drill.
        unit.openDrill(runbook.id(), environment)
            .map(drill -> alreadyOpen(unit, drill))
            .orElseGet(() -> begin(unit, runbook, environment, false, first)));
  }

  /** A command of the bot itself, which changes nothing when it is repeated. */
  public CommandResult tell(IncidentId incident, Command command) {
    return runTransaction(unit -> decide(unit, incident, command));
  }

  /** What is open for that runbook and environment: an incident, or else a drill. */
  public Optional<IncidentId> open(String runbook, String environment) {
    return store.inTransaction(unit ->
        unit.openIncident(runbook, environment).or(() -> unit.openDrill(runbook, environment)));
  }

  /** Calls that listener after each judgement of a person is stored. */
  public void onJudged(Consumer<Judgement> listener) {
    judged = judged.andThen(listener);
  }

  private CommandResult begin(
      UnitOfWork unit,
      Runbook runbook,
      String environment,
      boolean drill,
      Function<IncidentId, Command> first) {
    Optional<IncidentId> id = unit.allocate(runbook.id(), environment, drill, clock.instant());
    if (id.isEmpty()) {
      return unit.openIncident(runbook.id(), environment)
          .or(() -> unit.openDrill(runbook.id(), environment))
          .map(open -> alreadyOpen(unit, open))
          .orElseGet(() -> new NotStored("Another incident has just ended. Press Start again."));
    }
    unit.saveRunbook(runbook);
    CommandResult result = decide(unit, id.get(), first.apply(id.get()));
    if (result instanceof Refused refused) {
      throw new TransactionAbort(refused);
    }
    return result;
  }

  @Override
  public CommandResult handle(String key, IncidentId incident, Command command) {
    return handle(key, incident, command, Sight.UNKNOWN);
  }

  @Override
  public CommandResult handle(String key, IncidentId incident, Command command, Sight sight) {
    return runTransaction(unit -> {
      String expected = CommandResultCodec.accepted(incident);
      if (!unit.claimKey(key, expected)) {
        return repeatedResult(unit, key);
      }
      CommandResult result =
          refuseUnseen(unit, incident, command, sight)
              .or(() -> refuseReopening(unit, incident, command))
              .or(() -> locking.takeOver(unit, incident, command))
              .orElseGet(() -> decide(unit, incident, command));
      String answer = CommandResultCodec.write(result);
      if (!answer.equals(expected)) {
        unit.replaceResult(key, answer);
      }
      return result;
    });
  }

  @Override
  public boolean refuses(Incident incident, Command command) {
    return Incidents.decide(Optional.of(incident), command) instanceof Decision.Rejected;
  }

  @Override
  public CommandResult refuse(String key, IncidentId incident, Command command, Sight sight) {
    return runTransaction(unit -> {
      if (!unit.claimKey(key, CommandResultCodec.accepted(incident))) {
        return repeatedResult(unit, key);
      }
      Refused result =
          Incidents.decide(unit.load(incident).incident(), command)
                  instanceof Decision.Rejected rejected
              ? new Refused(rejected.code(), rejected.text(), rejected.advice())
              : movedOn(incident);
      LOG.info("refused command={} by={} code={}", name(command), command.by().id(), result.code());
      unit.replaceResult(key, CommandResultCodec.write(result));
      return result;
    });
  }

  private static Refused movedOn(IncidentId incident) {
    return new Refused(
        RejectionCode.STALE,
        RichText.of(
            incident.label()
                + " has moved on since. Nothing was done. If it is still wanted, do it again."));
  }

  @Override
  public void deliver(String key, IncidentId incident, Command command) {
    CommandResult result = handle(key, incident, command);
    switch (result) {
      case NotStored(String why) -> throw new IncidentStore.StoreUnavailable(why);
      case PerhapsStored(String why) -> throw new IncidentStore.StoreUnavailable(why);
      case Committed _, Refused _, AlreadyOpen _ -> {}
    }
  }

  @Override
  public BeginResult beginChange(Jobs.StoredJob job) {
    return store.inTransaction(unit -> locking.begin(unit, job));
  }

  @Override
  public Optional<Incident> incident(IncidentId id) {
    return store.load(id).flatMap(VersionedIncident::incident);
  }

  private static CommandResult notStored(boolean perhaps, String why) {
    return perhaps ? new PerhapsStored(why) : new NotStored(why);
  }

  /** Once the answer to a commit was lost, the payload's key tells whether it was stored. */
  private CommandResult runTransaction(Function<UnitOfWork, CommandResult> work) {
    boolean perhapsStored = false;
    for (int i = 0; i < TRIES; i++) {
      try {
        return store.inTransaction(work);
      } catch (IncidentStore.VersionConflict e) {
        LOG.debug("deciding again reason={}", e.getMessage());
      } catch (TransactionAbort e) {
        return e.refused;
      } catch (IncidentStore.StoreUnavailable e) {
        if (e.perhapsStored() && !perhapsStored) {
          LOG.warn("asking again whether a command was stored reason={}", e.why());
          perhapsStored = true;
          continue;
        }
        LOG.error("command not stored perhaps={} reason={}", perhapsStored, e.why());
        return notStored(perhapsStored, e.why());
      }
    }
    return notStored(perhapsStored, "Too many people are acting on this incident at once.");
  }

  private CommandResult decide(UnitOfWork unit, IncidentId incident, Command command) {
    MDC.put("incident", incident.label());
    String by = command.by().id();
    try {
      VersionedIncident before = unit.load(incident);
      return switch (Incidents.decide(before.incident(), command)) {
        case Decision.Accepted accepted -> store(unit, incident, before, accepted, command);
        case Decision.Rejected rejected -> {
          LOG.info("refused command={} by={} code={}", name(command), by, rejected.code());
          yield new Refused(rejected.code(), rejected.text(), rejected.advice());
        }
      };
    } finally {
      MDC.remove("incident");
    }
  }

  private CommandResult store(
      UnitOfWork unit,
      IncidentId incident,
      VersionedIncident before,
      Decision.Accepted accepted,
      Command command) {
    Optional<Incident> after = before.incident();
    long sequence = before.version();
    boolean forChat = false;
    for (Decision.StateChange change : accepted.changes()) {
      after = Optional.of(change.after());
      sequence++;
      Judgements.of(change.after(), change.event())
          .ifPresent(judgement -> unit.afterCommit(() -> judged.accept(judgement)));
      int index = 0;
      for (Effect effect : Incidents.react(change)) {
        String key = incident.label() + "/" + sequence + "/" + index++;
        schedule(unit, incident, key, effect);
        forChat |= effect instanceof Effect.ForChat;
      }
    }
    Incident result = after.orElseThrow();
    if (!accepted.changes().isEmpty()) {
      unit.append(incident, before.version(), accepted.events(), result);
      ResourceLocking.releaseSettled(unit, before.incident(), result);
      interruptDrills(unit, before.incident(), result);
      LOG.info(
          "accepted command={} by={} events={} state={}",
          name(command),
          command.by().id(),
          accepted.changes().size(),
          name(result.state()));
    }
    if (forChat) {
      scheduler.deliver(unit, incident);
    }
    return new Committed(result);
  }

  /** People are needed for what is real, and nothing may change beside it what it changes. */
  private void interruptDrills(UnitOfWork unit, Optional<Incident> before, Incident after) {
    if (after.details().isDrill()
        || !ledByPeople(after.state())
        || before.map(Incident::state).filter(IncidentService::ledByPeople).isPresent()) {
      return;
    }
    String environment = after.details().declaration().environment();
    for (IncidentId drill : unit.openDrills(after.details().runbook().id())) {
      Instant now = clock.instant();
      decide(
          unit,
          drill,
          new Command.InterruptDrill(now, Actor.BOT, after.id().number(), environment));
    }
  }

  private static boolean ledByPeople(State state) {
    return !(state instanceof State.Proposed || state instanceof State.Ended);
  }

  private void schedule(UnitOfWork unit, IncidentId incident, String key, Effect effect) {
    switch (effect) {
      case Effect.ForChat forChat -> unit.enqueue(incident, key, forChat);
      case Effect.RunJob runJob -> scheduler.run(unit, incident, runJob);
      case Effect.WakeAt wakeAt -> scheduler.wake(unit, incident, wakeAt);
      case Effect.RequestJobStop stop -> unit.requestStop(stop);
      case Effect.StartProbes _ -> scheduler.probe(unit, incident);
      case Effect.RecordRollback rollback -> unit.saveRollbackHistory(incident, rollback);
      case Effect.MarkVersions marks -> unit.saveVersionMarks(incident, marks);
      case Effect.WithdrawMarks _ -> unit.deleteVersionMarks(incident);
    }
  }

  /** The person saw something else, and has not asked for what it is now to be changed. */
  private Optional<CommandResult> refuseUnseen(
      UnitOfWork unit, IncidentId incident, Command command, Sight sight) {
    boolean waited = sight.waitedSince().isPresent();
    Optional<Stage> seen =
        sight
            .stage()
            .or(() ->
                waited
                    ? Incidents.stageAfter(store.events(incident), sight.waitedSince().getAsLong())
                    : Optional.empty());
    Optional<Incident> now = unit.load(incident).incident();
    boolean unseen =
        seen.isPresent()
            && now.isPresent()
            && !seen.get().allows(command, now.get().details().stage(), waited);
    // What is refused anyway has a reason that says more.
    return unseen && (waited || Incidents.decide(now, command) instanceof Decision.Accepted)
        ? Optional.of(movedOn(incident))
        : Optional.empty();
  }

  /** A resolved incident can't be reopened while a newer one of its runbook is open. */
  private Optional<CommandResult> refuseReopening(
      UnitOfWork unit, IncidentId incident, Command command) {
    if (!(command instanceof Command.Reopen)) {
      return Optional.empty();
    }
    return unit.load(incident)
        .incident()
        .map(Incident::details)
        .flatMap(details -> openBeside(unit, details))
        .filter(open -> !open.equals(incident))
        .map(open ->
            new Refused(
                RejectionCode.NOT_NOW,
                RichText.of(open.label() + " is open already for the same feature. Go on there.")));
  }

  /** A drill is in nobody's way but another one's. */
  private static Optional<IncidentId> openBeside(UnitOfWork unit, IncidentDetails details) {
    String runbook = details.runbook().id();
    String environment = details.environment().id();
    return unit.openIncident(runbook, environment)
        .or(() -> details.isDrill() ? unit.openDrill(runbook, environment) : Optional.empty());
  }

  private CommandResult alreadyOpen(UnitOfWork unit, IncidentId open) {
    return new AlreadyOpen(open, unit.load(open).incident().flatMap(i -> i.details().channel()));
  }

  private CommandResult repeatedResult(UnitOfWork unit, String key) {
    LOG.info("second delivery of a payload key={}", key);
    return CommandResultCodec.read(
        unit.previousResult(key).orElse(""), id -> unit.load(id).incident());
  }

  private static String name(Object record) {
    return record.getClass().getSimpleName();
  }

  /** Rolls back the number that was allocated for a declaration which is refused. */
  private static final class TransactionAbort extends RuntimeException {
    private final transient Refused refused;

    TransactionAbort(Refused refused) {
      super(refused.code().name(), null, false, false);
      this.refused = refused;
    }
  }
}
