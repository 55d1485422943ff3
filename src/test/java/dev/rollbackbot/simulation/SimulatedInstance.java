package dev.rollbackbot.simulation;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.trigger.AutomaticRecords;
import dev.rollbackbot.app.trigger.OneRunbook;
import dev.rollbackbot.app.trigger.TriggerRecords;
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

  /** Empty: nothing is measured or alerted in this run. */
  final Optional<SimulatedTriggers> triggers;

  SimulatedInstance(
      RestartableDatabase database,
      SeededRandom random,
      TracingClock clock,
      Chat slack,
      SimulatedProvider provider,
      Optional<SimulatedWatch> watch,
      Consumer<Duration> sleep) {
    crashes = new CrashingStore(random);
    IncidentStore store = crashes.of(IncidentStore.class, database.incidents());
    Outbox outbox = crashes.of(Outbox.class, database.outbox());
    TriggerRecords records = crashes.of(TriggerRecords.class, database.triggerRecords());
    Optional<AutomaticRecords> known =
        watch.map(w ->
            new AutomaticRecords(
                new OneRunbook(w.runbook()), records, outbox, database.waitingPayloads()));
    WorkerDependencies ports =
        new WorkerDependencies(
            store,
            database::connection,
            outbox,
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
            incident ->
                known.map(k -> k.of(incident)).orElse(new RecordedFacts(true, 0, false, Map.of())));
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
    triggers =
        watch.map(w ->
            new SimulatedTriggers(
                database, crashes, store, records, provider, w, service, random, clock));
  }

  void crash() {
    crashes.crash();
  }
}
