package dev.rollbackbot.simulation;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Probing;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.work.SteppedWorker;
import dev.rollbackbot.work.WorkPorts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One process of the bot: all that is lost when it dies. */
final class Instance {
  private static final Duration CLOCK = Duration.ofSeconds(15);

  private final Fragile fragile;
  final SteppedWorker worker;
  final IncidentService service;

  Instance(
      Database database,
      Chance chance,
      Trace clock,
      SimulatedSlack slack,
      SimulatedProvider provider,
      Consumer<Duration> sleep) {
    fragile = new Fragile(chance);
    IncidentStore store = fragile.of(IncidentStore.class, database.incidents());
    WorkPorts ports =
        new WorkPorts(
            store,
            fragile.of(Outbox.class, database.outbox()),
            fragile.of(Jobs.class, database.jobs()),
            fragile.of(Artifacts.class, database.artifacts()),
            slack,
            provider,
            provider,
            i -> Probing.round(i, clock.instant()),
            i ->
                i.state() instanceof State.Executing && !(i.state() instanceof State.Ended)
                    ? Optional.of(CLOCK)
                    : Optional.empty());
    DataSource source = fragile.of(DataSource.class, database.dataSource());
    worker =
        new SteppedWorker(
            source,
            ports,
            clock,
            time -> {
              fragile.alive();
              sleep.accept(time);
              fragile.alive();
            });
    service = new IncidentService(store, worker.agenda(), clock);
  }

  void die() {
    fragile.die();
  }
}
