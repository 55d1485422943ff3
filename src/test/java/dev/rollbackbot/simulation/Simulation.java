package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.app.Desk;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.promises.Cast;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One run, from the declaration to the end. While things go wrong anything may happen; then the
 * faults stop, people steer, and it must come to an end at which nothing is left to do.
 */
final class Simulation implements AutoCloseable {
  private static final int ACTS_AT_MOST = 4_000;
  private static final int NESTED_AT_MOST = 3;
  private static final IncidentId INCIDENT = new IncidentId(1);

  private final Supplier<Database> again;
  private Database database;
  private final Chance chance;
  final Trace trace = new Trace();
  private final SimulatedSlack slack;
  private final SimulatedProvider provider;
  private final People people;
  private final int restless;
  private Optional<Instance> process = Optional.empty();
  private int nested;
  private int acts;

  /**
   * Not begun yet.
   *
   * @param empty opens a new database
   * @param again opens the same once more, as a new process does: nothing is remembered
   */
  Simulation(Supplier<Database> empty, Supplier<Database> again, long seed) {
    this.database = empty.get();
    this.again = again;
    this.chance = new Chance(seed);
    this.slack = new SimulatedSlack(chance, trace);
    this.provider = new SimulatedProvider(chance, trace);
    this.people = new People(chance, trace);
    this.restless = 40 + chance.below(160);
  }

  /** Runs it all, and fails where a promise is broken. */
  void run() {
    survive(this::boot);
    while (database.incidents().load(INCIDENT).isEmpty()) {
      survive(this::declare);
    }
    while (!over()) {
      require(++acts < ACTS_AT_MOST, "it does not come to an end");
      if (acts == restless) {
        chance.calmDown();
        trace.note("the faults stop");
      }
      survive(() -> act(Optional.empty()));
    }
    new Verdict(database, INCIDENT, slack, provider, people).check();
    trace.note("over after " + acts + " acts, " + chance.crashes() + " crashes");
  }

  /** A crash ends the process; another one is started a while later. */
  private void survive(Runnable action) {
    try {
      action.run();
    } catch (Crash e) {
      trace.note("CRASH " + e.getMessage());
      nested = 0;
      process.ifPresent(Instance::die);
      database.close();
      database = again.get();
      trace.pass(chance.seconds(6, 30));
      survive(this::boot);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private void boot() {
    Instance fresh = new Instance(database, chance, trace, slack, provider, this::sleep);
    process = Optional.of(fresh);
    fresh.worker.start(fresh.service);
    trace.note("a process is up");
  }

  private void declare() {
    Severity severity = chance.yes(0.5) ? Severity.CRITICAL : Severity.HIGH;
    Desk.Receipt receipt =
        process()
            .service
            .declare(
                "declaration",
                Cast.REQUESTER,
                SmallRunbook.whole(),
                SmallRunbook.declaration(chance.yes(0.8), severity));
    trace.note("declared: " + receipt.getClass().getSimpleName());
  }

  private boolean over() {
    return chance.calm()
        && state() instanceof State.Ended s
        && !(s instanceof State.Resolved)
        && process().worker.nextDue().isEmpty();
  }

  private Instance process() {
    return process.orElseThrow();
  }

  private State state() {
    return database.incidents().load(INCIDENT).orElseThrow().incident().orElseThrow().state();
  }

  /** One thing happens: somebody acts, a task runs, or time passes until the next one is due. */
  private void act(Optional<Instant> until) {
    if (chance.yes(0.35)) {
      people.act(process().service, INCIDENT);
      return;
    }
    if (chance.fault(0.02)) {
      provider.somebodyDeploys();
    }
    if (chance.yes(0.03)) {
      process().worker.sweep();
    }
    Optional<String> ran = process().worker.runOneDue(chance::below);
    if (ran.isEmpty()) {
      Instant soon = trace.instant().plus(chance.seconds(1, 20));
      Instant next = process().worker.nextDue().filter(d -> d.isBefore(soon)).orElse(soon);
      trace.passUntil(until.filter(u -> u.isBefore(next)).orElse(next));
    }
  }

  /** While one task waits, everything else goes on. */
  private void sleep(Duration time) {
    Instant until = trace.instant().plus(time);
    nested++;
    while (nested <= NESTED_AT_MOST && trace.instant().isBefore(until)) {
      act(Optional.of(until));
    }
    trace.passUntil(until);
    nested--;
  }
}
