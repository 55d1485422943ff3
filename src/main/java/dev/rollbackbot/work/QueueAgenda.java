package dev.rollbackbot.work;

import dev.rollbackbot.app.Agenda;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.Unit;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Function;

/** Schedules work inside a transaction, and wakes this process's worker after the commit. */
final class QueueAgenda implements Agenda {
  private final Queue tasks;
  private final Function<Unit, Connection> connections;
  private final InstantSource clock;
  private final Runnable wake;

  QueueAgenda(
      Queue tasks, Function<Unit, Connection> connections, InstantSource clock, Runnable wake) {
    this.tasks = tasks;
    this.connections = connections;
    this.clock = clock;
    this.wake = wake;
  }

  @Override
  public void deliver(Unit unit, IncidentId incident) {
    on(
        unit,
        connection ->
            tasks.hasten(connection, OutboxTask.NAME, Instances.of(incident), clock.instant()));
  }

  @Override
  public void run(Unit unit, IncidentId incident, Effect.RunJob job) {
    if (unit.addJob(incident, job)) {
      on(unit, connection -> tasks.add(connection, JobTask.NAME, job.job(), clock.instant()));
    }
  }

  @Override
  public void wake(Unit unit, IncidentId incident, Effect.WakeAt wakeAt) {
    on(
        unit,
        connection -> {
          Instances.Timer timer = new Instances.Timer(incident, wakeAt.timer(), wakeAt.at());
          tasks.removeWaiting(connection, TimerTask.NAME, timer.prefix());
          tasks.add(connection, TimerTask.NAME, timer.instance(), wakeAt.at());
        });
  }

  @Override
  public void probe(Unit unit, IncidentId incident) {
    on(
        unit,
        connection ->
            tasks.keep(connection, ProbeTask.NAME, Instances.of(incident), clock.instant()));
  }

  private void on(Unit unit, Statements statements) {
    try {
      statements.run(connections.apply(unit));
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
    unit.afterCommit(wake);
  }

  private interface Statements {
    void run(Connection connection) throws SQLException;
  }
}
