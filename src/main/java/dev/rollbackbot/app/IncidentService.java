package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.runbook.Runbook;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Loads, decides, and stores events and effects in one transaction; decides again when somebody
 * else was faster.
 */
public final class IncidentService implements IncidentCommands, OutcomeListener {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentService.class);
  private static final int TRIES = 20;

  private final IncidentStore store;
  private final WorkScheduler scheduler;
  private final InstantSource clock;

  public IncidentService(IncidentStore store, WorkScheduler scheduler, InstantSource clock) {
    this.store = store;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public CommandResult declare(String key, Actor by, Runbook runbook, Declaration declaration) {
    return runTransaction(unitOfWork -> {
      if (!unitOfWork.claimKey(key, "")) {
        return repeatedResult(unitOfWork, key);
      }
      CommandResult result = declare(unitOfWork, by, runbook, declaration);
      unitOfWork.replaceResult(key, CommandResultCodec.write(result));
      return result;
    });
  }

  private CommandResult declare(
      UnitOfWork unitOfWork, Actor by, Runbook runbook, Declaration declaration) {
    Optional<IncidentId> id =
        unitOfWork.allocate(runbook.id(), declaration.environment(), clock.instant());
    if (id.isEmpty()) {
      return unitOfWork
          .openIncident(runbook.id(), declaration.environment())
          .map(open -> alreadyOpen(unitOfWork, open))
          .orElseGet(() -> new NotStored("Another incident has just ended. Press Start again."));
    }
    unitOfWork.saveRunbook(runbook);
    Command command = new Command.Declare(clock.instant(), by, id.get(), runbook, declaration);
    CommandResult result = decide(unitOfWork, id.get(), command);
    if (result instanceof Refused refused) {
      throw new TransactionAbort(refused);
    }
    return result;
  }

  @Override
  public CommandResult handle(String key, IncidentId incident, Command command) {
    return runTransaction(unitOfWork -> {
      String expected = CommandResultCodec.accepted(incident);
      if (!unitOfWork.claimKey(key, expected)) {
        return repeatedResult(unitOfWork, key);
      }
      CommandResult result =
          reopens(unitOfWork, incident, command)
              .orElseGet(() -> decide(unitOfWork, incident, command));
      String answer = CommandResultCodec.write(result);
      if (!answer.equals(expected)) {
        unitOfWork.replaceResult(key, answer);
      }
      return result;
    });
  }

  @Override
  public void deliver(String key, IncidentId incident, Command command) {
    CommandResult result = handle(key, incident, command);
    if (result instanceof NotStored notStored) {
      throw new IncidentStore.StoreUnavailable(notStored.why());
    }
  }

  @Override
  public Optional<Incident> incident(IncidentId id) {
    return store.load(id).flatMap(VersionedIncident::incident);
  }

  private CommandResult runTransaction(Function<UnitOfWork, CommandResult> work) {
    for (int i = 0; i < TRIES; i++) {
      try {
        return store.inTransaction(work);
      } catch (IncidentStore.VersionConflict e) {
        LOG.debug("{}, deciding again", e.getMessage());
      } catch (TransactionAbort e) {
        return e.refused;
      } catch (IncidentStore.StoreUnavailable e) {
        LOG.error("not stored: {}", e.why());
        return new NotStored(e.why());
      }
    }
    return new NotStored("Too many people are acting on this incident at once.");
  }

  private CommandResult decide(UnitOfWork unitOfWork, IncidentId incident, Command command) {
    MDC.put("incident", incident.label());
    try {
      VersionedIncident before = unitOfWork.load(incident);
      return switch (Incidents.decide(before.incident(), command)) {
        case Decision.Accepted accepted -> store(unitOfWork, incident, before, accepted, command);
        case Decision.Rejected rejected -> {
          LOG.info("{} by {} refused: {}", name(command), command.by().id(), rejected.code());
          yield new Refused(rejected.code(), rejected.text());
        }
      };
    } finally {
      MDC.remove("incident");
    }
  }

  private CommandResult store(
      UnitOfWork unitOfWork,
      IncidentId incident,
      VersionedIncident before,
      Decision.Accepted accepted,
      Command command) {
    Optional<Incident> after = before.incident();
    long sequence = before.version();
    boolean speaks = false;
    for (Decision.StateChange change : accepted.changes()) {
      after = Optional.of(change.after());
      sequence++;
      int index = 0;
      for (Effect effect : Incidents.react(change.after(), change.event())) {
        String key = incident.label() + "/" + sequence + "/" + index++;
        speaks |= schedule(unitOfWork, incident, key, effect);
      }
    }
    Incident result = after.orElseThrow();
    if (!accepted.changes().isEmpty()) {
      unitOfWork.append(incident, before.version(), accepted.events(), result);
      LOG.info(
          "{} by {}: {} events, now {}",
          name(command),
          command.by().id(),
          accepted.changes().size(),
          result.state().getClass().getSimpleName());
    }
    if (speaks) {
      scheduler.deliver(unitOfWork, incident);
    }
    return new Committed(result);
  }

  private boolean schedule(UnitOfWork unitOfWork, IncidentId incident, String key, Effect effect) {
    return switch (effect) {
      case Effect.ForChat chatEffect -> {
        unitOfWork.enqueue(incident, key, chatEffect);
        yield true;
      }
      case Effect.RunJob runJob -> {
        scheduler.run(unitOfWork, incident, runJob);
        yield false;
      }
      case Effect.WakeAt wakeAt -> {
        scheduler.wake(unitOfWork, incident, wakeAt);
        yield false;
      }
      case Effect.StartProbes _ -> {
        scheduler.probe(unitOfWork, incident);
        yield false;
      }
      case Effect.RecordRollback recordRollback -> {
        unitOfWork.saveRollbackHistory(incident, recordRollback);
        yield false;
      }
    };
  }

  /** A resolved incident can't come back beside a newer one of the same runbook there. */
  private Optional<CommandResult> reopens(
      UnitOfWork unitOfWork, IncidentId incident, Command command) {
    if (!(command instanceof Command.Reopen)) {
      return Optional.empty();
    }
    return unitOfWork
        .load(incident)
        .incident()
        .flatMap(i ->
            unitOfWork.openIncident(i.details().runbook().id(), i.details().environment().id()))
        .filter(open -> !open.equals(incident))
        .map(open ->
            new Refused(
                RejectionCode.NOT_NOW,
                RichText.of(open.label() + " is open already for the same feature. Go on there.")));
  }

  private CommandResult alreadyOpen(UnitOfWork unitOfWork, IncidentId open) {
    return new AlreadyOpen(
        open, unitOfWork.load(open).incident().flatMap(i -> i.details().channel()));
  }

  private CommandResult repeatedResult(UnitOfWork unitOfWork, String key) {
    LOG.info("second delivery of {}", key);
    return CommandResultCodec.read(
        unitOfWork.previousResult(key).orElse(""), id -> unitOfWork.load(id).incident());
  }

  private static String name(Command command) {
    return command.getClass().getSimpleName();
  }

  /** Rolls a number back that was taken for a declaration which is refused. */
  private static final class TransactionAbort extends RuntimeException {
    private final transient Refused refused;

    TransactionAbort(Refused refused) {
      super(refused.code().name(), null, false, false);
      this.refused = refused;
    }
  }
}
