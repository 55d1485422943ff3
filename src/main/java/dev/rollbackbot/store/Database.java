package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.alert.AlertStore;
import dev.rollbackbot.app.alert.AlertedTriggerStore;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.alert.JdbcAlertedTriggers;
import dev.rollbackbot.store.alert.JdbcAlerts;
import dev.rollbackbot.store.maintenance.Migrations;
import dev.rollbackbot.store.maintenance.SqliteBackup;
import dev.rollbackbot.store.payload.JdbcWaitingPayloads;
import dev.rollbackbot.store.readiness.JdbcReadiness;
import dev.rollbackbot.store.trigger.JdbcTriggerRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/** The database: everything that must survive a restart. Safe for many threads. */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** The longest wait for a lock or a connection: Slack allows 3 s for a response. */
  public static final Duration LOCK_TIMEOUT = Duration.ofMillis(2500);

  /** How long a payload's key is kept: far longer than Slack delivers a payload again. */
  private static final Duration KEYS_KEPT = Duration.ofDays(90);

  private final Optional<SingleProcessLock> lock;
  private final DatabaseAccess access;
  private final JdbcIncidents incidents;

  private Database(
      Optional<SingleProcessLock> lock,
      DatabaseAccess access,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    this.lock = lock;
    this.access = access;
    this.incidents =
        new JdbcIncidents(access, new EventHistory(evolve, new RunbookTextTable(reread)));
  }

  /** As the other method, with {@link #LOCK_TIMEOUT}. */
  public static Database open(
      String url,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    return open(Secret.fixed(url), LOCK_TIMEOUT, evolve, reread);
  }

  /**
   * Opens the database and brings its tables up to date; a SQLite file and its folder are made when
   * they are missing.
   *
   * @param url {@code jdbc:sqlite:path} or {@code
   *     jdbc:postgresql://host:port/name?user=…&password=…}; its user and password may be rotated
   * @param lockTimeout the longest wait for a lock or a connection
   * @param evolve folds one event into an incident
   * @param reread reads a runbook from its stored text
   * @throws IllegalArgumentException when the URL is neither
   * @throws IncidentStore.StoreUnavailable when it can't be opened or written, or another process
   *     has the SQLite file
   */
  public static Database open(
      Secret url,
      Duration lockTimeout,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    DatabaseUrl parsed = DatabaseUrl.parse(url.value());
    Optional<SingleProcessLock> lock =
        switch (parsed) {
          case DatabaseUrl.Sqlite(Path file) ->
              Optional.of(
                  SingleProcessLock.acquire(file, new DatabaseErrors(parsed.where(), lockTimeout)));
          case DatabaseUrl.Postgres _ -> Optional.empty();
        };
    try {
      return new Database(lock, openMigrated(url, lockTimeout), evolve, reread);
    } catch (RuntimeException e) {
      lock.ifPresent(SingleProcessLock::close);
      throw e;
    }
  }

  private static DatabaseAccess openMigrated(Secret url, Duration lockTimeout) {
    DatabaseAccess access = DatabaseAccess.open(url, lockTimeout);
    try {
      migrate(access);
      access.guard();
      access.execute(
          "delete from delivery where at < ?", Instant.now().minus(KEYS_KEPT).toEpochMilli());
      return access;
    } catch (RuntimeException e) {
      access.close();
      throw e;
    }
  }

  private static void migrate(DatabaseAccess access) {
    try {
      int done = Migrations.migrate(access.source());
      LOG.info("opened database={} migrations={}", access.errors.where(), done);
    } catch (FlywayException e) {
      throw access.errors.unavailable(e);
    } catch (Migrations.NewerSchema e) {
      throw new IncidentStore.StoreUnavailable(
          "The database " + access.errors.where() + " can't be used: " + e.getMessage());
    }
  }

  /**
   * Copies a SQLite database to a new file, also while a bot is using it.
   *
   * @throws IllegalArgumentException when the URL is that of a server, which has its own tools
   * @throws IOException when the copy can't be made; none is left behind then
   */
  public static void backUp(String url, Path to, Duration lockTimeout) throws IOException {
    switch (DatabaseUrl.parse(url)) {
      case DatabaseUrl.Sqlite(Path file) -> SqliteBackup.copy(file, to, lockTimeout);
      case DatabaseUrl.Postgres postgres ->
          throw new IllegalArgumentException(
              "The database "
                  + postgres.where()
                  + " is a server: back it up with pg_dump --format=custom.");
    }
  }

  /**
   * What earlier rollbacks showed about these resources, read beside a bot that uses the database.
   * Changes nothing, also not its tables.
   *
   * @throws IncidentStore.StoreUnavailable when it can't be read
   */
  public static RollbackHistory readHistory(Secret url, Collection<String> resources) {
    DatabaseUrl parsed = DatabaseUrl.parse(url.value());
    Jdbi jdbi =
        Jdbi.create(
            switch (parsed) {
              case DatabaseUrl.Sqlite(Path file) -> (ConnectionFactory) () -> readOnly(file);
              case DatabaseUrl.Postgres server ->
                  () ->
                      DriverManager.getConnection(
                          server.jdbcUrl(),
                          server.user().orElse(null),
                          server.password().orElse(null));
            });
    try {
      return jdbi.withHandle(handle -> RollbackHistoryTable.find(handle, resources));
    } catch (JdbiException e) {
      throw new IncidentStore.StoreUnavailable(
          "The database %s can't be read".formatted(parsed.where()), e);
    }
  }

  private static Connection readOnly(Path file) throws SQLException {
    SqliteLibrary.load();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
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

  public MessageRefs messageRefs() {
    return new JdbcMessageRefs(access);
  }

  public ChannelNames channelNames() {
    return new JdbcMessageRefs(access);
  }

  public WaitingPayloads waitingPayloads() {
    return new JdbcWaitingPayloads(access.pool, access.source(), this::connection);
  }

  public AlertStore alerts() {
    return new JdbcAlerts(this::connection);
  }

  public AlertedTriggerStore alertedTriggers() {
    return new JdbcAlertedTriggers(access.pool, access.source(), this::connection);
  }

  public TriggerRecords triggerRecords() {
    return new JdbcTriggerRecords(access.pool, access.source());
  }

  public ReadinessRecords readiness() {
    return new JdbcReadiness(access.pool, access.source());
  }

  public Artifacts artifacts() {
    return new JdbcArtifacts(access);
  }

  /** Connections for the scheduler's table. With SQLite an open one excludes all other writers. */
  public DataSource dataSource() {
    return access.source();
  }

  /** The connection of an open transaction; the caller must neither commit nor close it. */
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

  /** Runs that once when a newer bot uses the database, which this one then leaves alone. */
  public void whenNewerBot(Runnable listener) {
    access.whenNewerBot(listener);
  }

  /** Writes a row; empty if that worked, else why nothing can be stored at the moment. */
  public Optional<String> problem() {
    try {
      access.execute("update write_check set at = ? where id = 1", Instant.now().toEpochMilli());
      return Optional.empty();
    } catch (IncidentStore.StoreUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    access.close();
    lock.ifPresent(SingleProcessLock::close);
  }
}
