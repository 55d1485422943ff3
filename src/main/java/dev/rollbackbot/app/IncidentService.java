package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.app.IncidentStore.Unit;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Reason;
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
public final class IncidentService implements Desk, Told {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentService.class);
  private static final int TRIES = 20;

  private final IncidentStore store;
  private final Agenda agenda;
  private final InstantSource clock;

  public IncidentService(IncidentStore store, Agenda agenda, InstantSource clock) {
    this.store = store;
    this.agenda = agenda;
    this.clock = clock;
  }

  @Override
  public Receipt declare(String key, Actor by, Runbook runbook, Declaration declaration) {
    return attempt(unit -> {
      if (!unit.claim(key, "")) {
        return again(unit, key);
      }
      Receipt receipt = declare(unit, by, runbook, declaration);
      unit.answer(key, Answers.write(receipt));
      return receipt;
    });
  }

  private Receipt declare(Unit unit, Actor by, Runbook runbook, Declaration declaration) {
    Optional<IncidentId> id =
        unit.allocate(runbook.id(), declaration.environment(), clock.instant());
    if (id.isEmpty()) {
      return unit.openIncident(runbook.id(), declaration.environment())
          .map(open -> alreadyOpen(unit, open))
          .orElseGet(() -> new NotStored("Another incident has just ended. Press Start again."));
    }
    unit.keep(runbook);
    Command command = new Command.Declare(clock.instant(), by, id.get(), runbook, declaration);
    Receipt receipt = decide(unit, id.get(), command);
    if (receipt instanceof Refused refused) {
      throw new TakeBack(refused);
    }
    return receipt;
  }

  @Override
  public Receipt handle(String key, IncidentId incident, Command command) {
    return attempt(unit -> {
      String expected = Answers.accepted(incident);
      if (!unit.claim(key, expected)) {
        return again(unit, key);
      }
      Receipt receipt =
          reopens(unit, incident, command).orElseGet(() -> decide(unit, incident, command));
      String answer = Answers.write(receipt);
      if (!answer.equals(expected)) {
        unit.answer(key, answer);
      }
      return receipt;
    });
  }

  @Override
  public void tell(String key, IncidentId incident, Command command) {
    Receipt receipt = handle(key, incident, command);
    if (receipt instanceof NotStored notStored) {
      throw new IncidentStore.StoreUnavailable(notStored.why());
    }
  }

  @Override
  public Optional<Incident> incident(IncidentId id) {
    return store.load(id).flatMap(Loaded::incident);
  }

  private Receipt attempt(Function<Unit, Receipt> work) {
    for (int i = 0; i < TRIES; i++) {
      try {
        return store.inTransaction(work);
      } catch (IncidentStore.Conflict e) {
        LOG.debug("{}, deciding again", e.getMessage());
      } catch (TakeBack e) {
        return e.refused;
      } catch (IncidentStore.StoreUnavailable e) {
        LOG.error("not stored: {}", e.why());
        return new NotStored(e.why());
      }
    }
    return new NotStored("Too many people are acting on this incident at once.");
  }

  private Receipt decide(Unit unit, IncidentId incident, Command command) {
    MDC.put("incident", incident.label());
    try {
      Loaded before = unit.load(incident);
      return switch (Incidents.decide(before.incident(), command)) {
        case Decision.Accepted accepted -> store(unit, incident, before, accepted, command);
        case Decision.Rejected rejected -> {
          LOG.info("{} by {} refused: {}", name(command), command.by().id(), rejected.reason());
          yield new Refused(rejected.reason(), rejected.text());
        }
      };
    } finally {
      MDC.remove("incident");
    }
  }

  private Receipt store(
      Unit unit, IncidentId incident, Loaded before, Decision.Accepted accepted, Command command) {
    Optional<Incident> after = before.incident();
    long sequence = before.version();
    boolean speaks = false;
    for (Decision.StateChange change : accepted.changes()) {
      after = Optional.of(change.after());
      sequence++;
      int index = 0;
      for (Effect effect : Incidents.react(change.after(), change.event())) {
        String key = incident.label() + "/" + sequence + "/" + index++;
        speaks |= schedule(unit, incident, key, effect);
      }
    }
    Incident result = after.orElseThrow();
    if (!accepted.changes().isEmpty()) {
      unit.append(incident, before.version(), accepted.events(), result);
      LOG.info(
          "{} by {}: {} events, now {}",
          name(command),
          command.by().id(),
          accepted.changes().size(),
          result.state().getClass().getSimpleName());
    }
    if (speaks) {
      agenda.deliver(unit, incident);
    }
    return new Accepted(result);
  }

  private boolean schedule(Unit unit, IncidentId incident, String key, Effect effect) {
    return switch (effect) {
      case Effect.ForChat e -> {
        unit.enqueue(incident, key, e);
        yield true;
      }
      case Effect.RunJob e -> {
        agenda.run(unit, incident, e);
        yield false;
      }
      case Effect.WakeAt e -> {
        agenda.wake(unit, incident, e);
        yield false;
      }
      case Effect.StartProbes _ -> {
        agenda.probe(unit, incident);
        yield false;
      }
      case Effect.Remember e -> {
        unit.remember(incident, e);
        yield false;
      }
    };
  }

  /** A resolved incident can't come back beside a newer one of the same runbook there. */
  private Optional<Receipt> reopens(Unit unit, IncidentId incident, Command command) {
    if (!(command instanceof Command.Reopen)) {
      return Optional.empty();
    }
    return unit.load(incident)
        .incident()
        .flatMap(i -> unit.openIncident(i.facts().runbook().id(), i.facts().environment().id()))
        .filter(open -> !open.equals(incident))
        .map(open ->
            new Refused(
                Reason.NOT_NOW,
                Prose.of(open.label() + " is open already for the same feature. Go on there.")));
  }

  private Receipt alreadyOpen(Unit unit, IncidentId open) {
    return new AlreadyOpen(open, unit.load(open).incident().flatMap(i -> i.facts().channel()));
  }

  private Receipt again(Unit unit, String key) {
    LOG.info("second delivery of {}", key);
    return Answers.read(unit.answerTo(key).orElse(""), id -> unit.load(id).incident());
  }

  private static String name(Command command) {
    return command.getClass().getSimpleName();
  }

  /** Rolls a number back that was taken for a declaration which is refused. */
  private static final class TakeBack extends RuntimeException {
    private final transient Refused refused;

    TakeBack(Refused refused) {
      super(refused.reason().name(), null, false, false);
      this.refused = refused;
    }
  }
}
