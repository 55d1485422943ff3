package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.promises.TestUsers;
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
  private final SeededRandom seededRandom;
  final TracingClock tracingClock = new TracingClock();
  private final SimulatedSlack slack;
  private final SimulatedProvider provider;
  private final SimulatedUsers simulatedUsers;
  private final int restless;
  private Optional<SimulatedInstance> process = Optional.empty();
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
    this.seededRandom = new SeededRandom(seed);
    this.slack = new SimulatedSlack(seededRandom, tracingClock);
    this.provider = new SimulatedProvider(seededRandom, tracingClock);
    this.simulatedUsers = new SimulatedUsers(seededRandom, tracingClock);
    this.restless = 40 + seededRandom.below(160);
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
        seededRandom.calmDown();
        tracingClock.note("the faults stop");
      }
      survive(() -> act(Optional.empty()));
    }
    new SimulationInvariants(database, INCIDENT, slack, provider, simulatedUsers).check();
    tracingClock.note("over after " + acts + " acts, " + seededRandom.crashes() + " crashes");
  }

  /** A crash ends the process; another one is started a while later. */
  private void survive(Runnable action) {
    try {
      action.run();
    } catch (SimulatedCrash e) {
      tracingClock.note("CRASH " + e.getMessage());
      nested = 0;
      process.ifPresent(SimulatedInstance::die);
      database.close();
      database = again.get();
      tracingClock.pass(seededRandom.seconds(6, 30));
      survive(this::boot);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private void boot() {
    SimulatedInstance fresh =
        new SimulatedInstance(database, seededRandom, tracingClock, slack, provider, this::sleep);
    process = Optional.of(fresh);
    fresh.worker.start(fresh.service);
    tracingClock.note("a process is up");
  }

  private void declare() {
    Severity severity = seededRandom.yes(0.5) ? Severity.CRITICAL : Severity.HIGH;
    IncidentCommands.CommandResult commandResult =
        process()
            .service
            .declare(
                "declaration",
                TestUsers.REQUESTER,
                SmallRunbook.whole(),
                SmallRunbook.declaration(seededRandom.yes(0.8), severity));
    tracingClock.note("declared: " + commandResult.getClass().getSimpleName());
  }

  private boolean over() {
    return seededRandom.calm()
        && state() instanceof State.Ended s
        && !(s instanceof State.Resolved)
        && process().worker.nextDue().isEmpty();
  }

  private SimulatedInstance process() {
    return process.orElseThrow();
  }

  private State state() {
    return database.incidents().load(INCIDENT).orElseThrow().incident().orElseThrow().state();
  }

  /** One thing happens: somebody acts, a task runs, or time passes until the next one is due. */
  private void act(Optional<Instant> until) {
    if (seededRandom.yes(0.35)) {
      simulatedUsers.act(process().service, INCIDENT);
      return;
    }
    if (seededRandom.fault(0.02)) {
      provider.somebodyDeploys();
    }
    if (seededRandom.yes(0.03)) {
      process().worker.sweep();
    }
    Optional<String> ran = process().worker.runOneDue(seededRandom::below);
    if (ran.isEmpty()) {
      Instant soon = tracingClock.instant().plus(seededRandom.seconds(1, 20));
      Instant next = process().worker.nextDue().filter(d -> d.isBefore(soon)).orElse(soon);
      tracingClock.passUntil(until.filter(u -> u.isBefore(next)).orElse(next));
    }
  }

  /** While one task waits, everything else goes on. */
  private void sleep(Duration time) {
    Instant until = tracingClock.instant().plus(time);
    nested++;
    while (nested <= NESTED_AT_MOST && tracingClock.instant().isBefore(until)) {
      act(Optional.of(until));
    }
    tracingClock.passUntil(until);
    nested--;
  }
}
