package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.runbook.Runbook;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database: everything that must survive a restart. Safe for many threads. */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** How long a payload's key is kept: far longer than Slack delivers a payload again. */
  private static final Duration KEYS_KEPT = Duration.ofDays(90);

  private final Optional<SingleProcessLock> lock;
  private final DatabaseAccess databaseAccess;
  private final JdbcIncidents incidents;

  private Database(
      Optional<SingleProcessLock> lock,
      DatabaseAccess databaseAccess,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    this.lock = lock;
    this.databaseAccess = databaseAccess;
    this.incidents =
        new JdbcIncidents(databaseAccess, new EventHistory(evolve, new RunbookTextTable(reread)));
  }

  /**
   * Opens the database and brings its tables up to date; a SQLite file and its folder are made when
   * they are missing.
   *
   * @param url {@code jdbc:sqlite:path} or {@code
   *     jdbc:postgresql://host:port/name?user=…&password=…}
   * @param evolve folds one event into an incident
   * @param reread reads a runbook from its stored text
   * @throws IllegalArgumentException when the URL is neither
   * @throws IncidentStore.StoreUnavailable when it can't be opened or written, or another process
   *     has the SQLite file
   */
  public static Database open(
      String url,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    Optional<SingleProcessLock> lock =
        switch (parsed) {
          case DatabaseUrl.Sqlite sqlite -> Optional.of(SingleProcessLock.acquire(sqlite.file()));
          case DatabaseUrl.Postgres _ -> Optional.empty();
        };
    try {
      return open(parsed, lock, evolve, reread);
    } catch (RuntimeException e) {
      lock.ifPresent(SingleProcessLock::close);
      throw e;
    }
  }

  private static Database open(
      DatabaseUrl parsed,
      Optional<SingleProcessLock> lock,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    DatabaseAccess databaseAccess = DatabaseAccess.open(parsed);
    try {
      migrate(databaseAccess.source(), parsed.where());
      databaseAccess.write(handle ->
          handle.execute(
              "delete from delivery where at < ?", Instant.now().minus(KEYS_KEPT).toEpochMilli()));
      return new Database(lock, databaseAccess, evolve, reread);
    } catch (RuntimeException e) {
      databaseAccess.close();
      throw e;
    }
  }

  private static void migrate(DataSource pool, String where) {
    try {
      int done =
          Flyway.configure()
              .dataSource(pool)
              .locations("classpath:db/migration")
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.info("opened database={} migrations={}", where, done);
    } catch (FlywayException e) {
      throw DatabaseErrors.unavailable(where, e);
    }
  }

  public IncidentStore incidents() {
    return incidents;
  }

  public Outbox outbox() {
    return new JdbcOutbox(databaseAccess);
  }

  public Jobs jobs() {
    return new JdbcJobs(databaseAccess);
  }

  public MessageRefs messageRefs() {
    return new JdbcMessageRefs(databaseAccess);
  }

  public Artifacts artifacts() {
    return new JdbcArtifacts(databaseAccess);
  }

  /**
   * Connections for the scheduler, which keeps its table here; the borrowing thread closes each one
   * soon. With SQLite there is one at a time, which excludes all other writers.
   */
  public DataSource dataSource() {
    return databaseAccess.source();
  }

  /**
   * The connection of an open transaction, for a task table that takes part in it. It is neither
   * committed nor closed by its user.
   */
  public Connection connection(IncidentStore.UnitOfWork unitOfWork) {
    return ((JdbcUnitOfWork) unitOfWork).connection();
  }

  /**
   * Whether no other process can use this database while it is open. Then a task that was picked
   * before it was opened belongs to a process that has ended.
   */
  public boolean singleProcess() {
    return lock.isPresent();
  }

  /** Writes a row; empty if that worked, else why nothing can be stored at the moment. */
  public Optional<String> problem() {
    try {
      databaseAccess.write(handle ->
          handle.execute(
              "update write_check set at = ? where id = 1", Instant.now().toEpochMilli()));
      return Optional.empty();
    } catch (IncidentStore.StoreUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    databaseAccess.close();
    lock.ifPresent(SingleProcessLock::close);
  }
}
