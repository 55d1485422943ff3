package dev.rollbackbot.work;

import dev.rollbackbot.app.AfterCommit;
import dev.rollbackbot.app.Agenda;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.Unit;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/** Asks for work inside a transaction, and wakes this process's worker when it is committed. */
final class QueueAgenda implements Agenda {
  private final Queue queue;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Runnable wake;

  QueueAgenda(Queue queue, Jobs jobs, InstantSource clock, Runnable wake) {
    this.queue = queue;
    this.jobs = jobs;
    this.clock = clock;
    this.wake = wake;
  }

  @Override
  public void deliver(Unit unit, IncidentId incident) {
    on(unit, c -> queue.hasten(c, OutboxTask.NAME, Instances.of(incident), clock.instant()));
  }

  @Override
  public void run(Unit unit, IncidentId incident, Effect.RunJob job) {
    if (jobs.add(unit, incident, job)) {
      on(unit, c -> queue.add(c, JobTask.NAME, job.job(), clock.instant()));
    }
  }

  @Override
  public void wake(Unit unit, IncidentId incident, Effect.WakeAt wakeAt) {
    on(
        unit,
        c -> {
          Instances.Timer timer = new Instances.Timer(incident, wakeAt.timer(), wakeAt.at());
          queue.removeWaiting(c, TimerTask.NAME, timer.prefix());
          queue.add(c, TimerTask.NAME, timer.instance(), wakeAt.at());
        });
  }

  @Override
  public void probe(Unit unit, IncidentId incident) {
    on(unit, c -> queue.keep(c, ProbeTask.NAME, Instances.of(incident), clock.instant()));
  }

  private void on(Unit unit, Statements statements) {
    try {
      statements.run(unit.unwrap(Connection.class));
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
    unit.unwrap(AfterCommit.class).then(wake);
  }

  private interface Statements {
    void run(Connection c) throws SQLException;
  }
}
