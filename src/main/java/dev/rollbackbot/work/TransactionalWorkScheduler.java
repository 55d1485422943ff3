package dev.rollbackbot.work;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.WorkScheduler;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.work.TaskInstanceIds.TimerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** Schedules work inside a transaction, and wakes this process's worker after the commit. */
record TransactionalWorkScheduler(
    ScheduledTasksTable tasks,
    Function<UnitOfWork, Connection> connections,
    InstantSource clock,
    Runnable wake)
    implements WorkScheduler {
  @Override
  public void deliver(UnitOfWork unit, IncidentId incident) {
    withConnection(
        unit,
        connection ->
            tasks.scheduleNoLaterThan(
                connection, OutboxTask.NAME, TaskInstanceIds.of(incident), clock.instant()));
  }

  @Override
  public void run(UnitOfWork unit, IncidentId incident, Effect.RunJob job) {
    if (unit.addJob(incident, job)) {
      withConnection(
          unit,
          connection ->
              tasks.scheduleIfAbsent(connection, JobTask.NAME, job.job(), clock.instant()));
    }
  }

  @Override
  public void wake(UnitOfWork unit, IncidentId incident, Effect.WakeAt wakeAt) {
    withConnection(
        unit,
        connection -> {
          // It may have fired at that time before, and what has fired once is a repetition.
          Instant now = clock.instant();
          Instant at = wakeAt.at().isBefore(now) ? now : wakeAt.at();
          TimerId timer = new TimerId(incident, wakeAt.timer(), at);
          tasks.removeWaiting(connection, TimerTask.NAME, timer.prefix());
          tasks.scheduleIfAbsent(connection, TimerTask.NAME, timer.instance(), at);
        });
  }

  @Override
  public void probe(UnitOfWork unit, IncidentId incident) {
    withConnection(
        unit,
        connection ->
            tasks.scheduleOrLock(
                connection, ProbeTask.NAME, TaskInstanceIds.of(incident), clock.instant()));
  }

  private void withConnection(UnitOfWork unit, ScheduledTasksTable.SqlStatements statements) {
    try {
      statements.run(connections.apply(unit));
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
    unit.afterCommit(wake);
  }
}
