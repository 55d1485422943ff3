package dev.rollbackbot.store;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.alert.AlertStore;
import dev.rollbackbot.app.alert.AlertedTriggerStore;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.alert.JdbcAlertedTriggers;
import dev.rollbackbot.store.alert.JdbcAlerts;
import dev.rollbackbot.store.payload.JdbcWaitingPayloads;
import dev.rollbackbot.store.trigger.JdbcTriggerRecords;
import java.sql.Connection;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * One database for processes that follow each other. They share its connections, so that a restart
 * runs no migrations and parses no SQL again.
 */
public final class RestartableDatabase implements AutoCloseable {
  private final DatabaseAccess access;
  private final Function<String, Runbook> reread;
  private IncidentStore incidents;

  public RestartableDatabase(String url, Function<String, Runbook> reread) {
    Database.open(url, Incidents::evolve, reread).close();
    this.access = DatabaseAccess.open(Secret.fixed(url), Waiting.LIMIT);
    this.reread = reread;
    this.incidents = withoutCache();
  }

  private IncidentStore withoutCache() {
    return new JdbcIncidents(
        access, new EventHistory(Incidents::evolve, new RunbookTextTable(reread)));
  }

  /** Drops what is cached, as the end of a process does. */
  public void restart() {
    incidents = withoutCache();
  }

  /** Deletes all rows. */
  public void clear() {
    access.write(handle -> {
      handle.execute("pragma defer_foreign_keys = on");
      handle
          .createQuery(
              "select name from sqlite_master where type = 'table'"
                  + " and name not in ('flyway_schema_history', 'write_check')")
          .mapTo(String.class)
          .list()
          .forEach(table -> handle.execute("delete from " + table));
      return 0;
    });
    restart();
  }

  public IncidentStore incidents() {
    return incidents;
  }

  public Outbox outbox() {
    return new JdbcOutbox(access);
  }

  public Jobs jobs() {
    return new JdbcJobs(access);
  }

  public Artifacts artifacts() {
    return new JdbcArtifacts(access);
  }

  public TriggerRecords triggerRecords() {
    return new JdbcTriggerRecords(access.pool, access.source());
  }

  public AlertStore alerts() {
    return new JdbcAlerts(this::connection);
  }

  public AlertedTriggerStore alertedTriggers() {
    return new JdbcAlertedTriggers(access.pool, access.source(), this::connection);
  }

  public WaitingPayloads waitingPayloads() {
    return new JdbcWaitingPayloads(access.pool, access.source(), this::connection);
  }

  public DataSource dataSource() {
    return access.source();
  }

  /** As {@link Database#connection}. */
  public Connection connection(IncidentStore.UnitOfWork unitOfWork) {
    return ((JdbcUnitOfWork) unitOfWork).connection();
  }

  @Override
  public void close() {
    access.close();
  }
}
