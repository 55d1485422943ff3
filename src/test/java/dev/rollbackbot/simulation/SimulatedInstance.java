package dev.rollbackbot.simulation;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.store.RestartableDatabase;
import dev.rollbackbot.work.SteppedWorker;
import dev.rollbackbot.work.WorkerDependencies;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One process of the bot: everything that is lost when it crashes. */
final class SimulatedInstance {
  private static final Duration REFRESH = Duration.ofSeconds(15);

  private final CrashingStore crashes;
  final SteppedWorker worker;
  final IncidentService service;

  SimulatedInstance(
      RestartableDatabase database,
      SeededRandom random,
      TracingClock clock,
      Chat slack,
      SimulatedProvider provider,
      Consumer<Duration> sleep) {
    crashes = new CrashingStore(random);
    IncidentStore store = crashes.of(IncidentStore.class, database.incidents());
    WorkerDependencies ports =
        new WorkerDependencies(
            store,
            database::connection,
            crashes.of(Outbox.class, database.outbox()),
            crashes.of(Jobs.class, database.jobs()),
            crashes.of(Artifacts.class, database.artifacts()),
            slack,
            provider,
            provider,
            (i, job) -> ProbeSchedule.ofJob(i, job, clock.instant()),
            i -> ProbeSchedule.round(i, clock.instant()),
            incident ->
                incident.state() instanceof State.Executing
                        && !(incident.state() instanceof State.Ended)
                    ? Optional.of(REFRESH)
                    : Optional.empty(),
            _ -> new RecordedFacts(true, 0, false, Map.of()));
    DataSource source = crashes.of(DataSource.class, database.dataSource());
    worker =
        new SteppedWorker(
            source,
            ports,
            clock,
            time -> {
              crashes.requireRunning();
              sleep.accept(time);
              crashes.requireRunning();
            });
    service = new IncidentService(store, worker.workScheduler(), clock);
  }

  void crash() {
    crashes.crash();
  }
}
