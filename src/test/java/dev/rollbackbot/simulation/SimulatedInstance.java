package dev.rollbackbot.simulation;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.ProbeSchedule;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.work.SteppedWorker;
import dev.rollbackbot.work.WorkerDependencies;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One process of the bot: all that is lost when it dies. */
final class SimulatedInstance {
  private static final Duration CLOCK = Duration.ofSeconds(15);

  private final CrashingStore crashingStore;
  final SteppedWorker worker;
  final IncidentService service;

  SimulatedInstance(
      Database database,
      SeededRandom seededRandom,
      TracingClock clock,
      SimulatedSlack slack,
      SimulatedProvider provider,
      Consumer<Duration> sleep) {
    crashingStore = new CrashingStore(seededRandom);
    IncidentStore store = crashingStore.of(IncidentStore.class, database.incidents());
    WorkerDependencies ports =
        new WorkerDependencies(
            store,
            database::connection,
            crashingStore.of(Outbox.class, database.outbox()),
            crashingStore.of(Jobs.class, database.jobs()),
            crashingStore.of(Artifacts.class, database.artifacts()),
            slack,
            provider,
            provider,
            i -> ProbeSchedule.round(i, clock.instant()),
            incident ->
                incident.state() instanceof State.Executing
                        && !(incident.state() instanceof State.Ended)
                    ? Optional.of(CLOCK)
                    : Optional.empty());
    DataSource source = crashingStore.of(DataSource.class, database.dataSource());
    worker =
        new SteppedWorker(
            source,
            ports,
            clock,
            time -> {
              crashingStore.alive();
              sleep.accept(time);
              crashingStore.alive();
            });
    service = new IncidentService(store, worker.workScheduler(), clock);
  }

  void die() {
    crashingStore.die();
  }
}
