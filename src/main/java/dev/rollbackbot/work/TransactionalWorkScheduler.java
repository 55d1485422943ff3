package dev.rollbackbot.work;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.WorkScheduler;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Function;

/** Schedules work inside a transaction, and wakes this process's worker after the commit. */
final class TransactionalWorkScheduler implements WorkScheduler {
  private final ScheduledTasksTable tasks;
  private final Function<UnitOfWork, Connection> connections;
  private final InstantSource clock;
  private final Runnable wake;

  TransactionalWorkScheduler(
      ScheduledTasksTable tasks,
      Function<UnitOfWork, Connection> connections,
      InstantSource clock,
      Runnable wake) {
    this.tasks = tasks;
    this.connections = connections;
    this.clock = clock;
    this.wake = wake;
  }

  @Override
  public void deliver(UnitOfWork unitOfWork, IncidentId incident) {
    withConnection(
        unitOfWork,
        connection ->
            tasks.scheduleNoLaterThan(
                connection, OutboxTask.NAME, TaskInstanceIds.of(incident), clock.instant()));
  }

  @Override
  public void run(UnitOfWork unitOfWork, IncidentId incident, Effect.RunJob job) {
    if (unitOfWork.addJob(incident, job)) {
      withConnection(
          unitOfWork,
          connection ->
              tasks.scheduleIfAbsent(connection, JobTask.NAME, job.job(), clock.instant()));
    }
  }

  @Override
  public void wake(UnitOfWork unitOfWork, IncidentId incident, Effect.WakeAt wakeAt) {
    withConnection(
        unitOfWork,
        connection -> {
          TaskInstanceIds.TimerId timerId =
              new TaskInstanceIds.TimerId(incident, wakeAt.timer(), wakeAt.at());
          tasks.removeWaiting(connection, TimerTask.NAME, timerId.prefix());
          tasks.scheduleIfAbsent(connection, TimerTask.NAME, timerId.instance(), wakeAt.at());
        });
  }

  @Override
  public void probe(UnitOfWork unitOfWork, IncidentId incident) {
    withConnection(
        unitOfWork,
        connection ->
            tasks.scheduleOrLock(
                connection, ProbeTask.NAME, TaskInstanceIds.of(incident), clock.instant()));
  }

  private void withConnection(UnitOfWork unitOfWork, SqlStatements sqlStatements) {
    try {
      sqlStatements.run(connections.apply(unitOfWork));
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
    unitOfWork.afterCommit(wake);
  }

  private interface SqlStatements {
    void run(Connection connection) throws SQLException;
  }
}
