package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.runbook.Runbook;
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

/** The database that everything durable is in. Safe for many threads. */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** How long a payload's key is kept: far longer than anybody delivers a payload again. */
  private static final Duration KEYS_KEPT = Duration.ofDays(90);

  private final Optional<SoleUse> sole;
  private final Access access;
  private final JdbcIncidents incidents;

  private Database(
      Optional<SoleUse> sole,
      Access access,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    this.sole = sole;
    this.access = access;
    this.incidents = new JdbcIncidents(access, new History(evolve, new RunbookTexts(reread)));
  }

  /**
   * Opens the database and brings its tables up to date; a SQLite file and its folder are made when
   * they are missing.
   *
   * @param url {@code jdbc:sqlite:path} or {@code
   *     jdbc:postgresql://host:port/name?user=…&password=…}
   * @param evolve folds one event into an incident
   * @param reread reads a runbook again from the text that was kept
   * @throws IllegalArgumentException when the URL is neither
   * @throws IncidentStore.StoreUnavailable when it can't be opened or written, or another process
   *     has the SQLite file
   */
  public static Database open(
      String url,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    Optional<SoleUse> sole =
        switch (parsed) {
          case DatabaseUrl.Sqlite sqlite -> Optional.of(SoleUse.take(sqlite.file()));
          case DatabaseUrl.Postgres _ -> Optional.empty();
        };
    try {
      return open(parsed, sole, evolve, reread);
    } catch (RuntimeException e) {
      sole.ifPresent(SoleUse::close);
      throw e;
    }
  }

  private static Database open(
      DatabaseUrl parsed,
      Optional<SoleUse> sole,
      BiFunction<Optional<Incident>, Event, Incident> evolve,
      Function<String, Runbook> reread) {
    Access access = Access.open(parsed);
    try {
      migrate(access.source(), parsed.where());
      access.write(h ->
          h.execute(
              "delete from delivery where at < ?", Instant.now().minus(KEYS_KEPT).toEpochMilli()));
      return new Database(sole, access, evolve, reread);
    } catch (RuntimeException e) {
      access.close();
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
      LOG.info("Database {}: {} migrations applied", where, done);
    } catch (FlywayException e) {
      throw Trouble.unavailable(where, e);
    }
  }

  /** Incidents and their events. */
  public IncidentStore incidents() {
    return incidents;
  }

  /** What waits to be said in Slack. */
  public Outbox outbox() {
    return new JdbcOutbox(access);
  }

  /** What is known of each job. */
  public Jobs jobs() {
    return new JdbcJobs(access);
  }

  /** Which message shows what. */
  public MessageRefs messageRefs() {
    return new JdbcMessageRefs(access);
  }

  /** What jobs captured. */
  public Artifacts artifacts() {
    return new JdbcArtifacts(access);
  }

  /**
   * Connections for a scheduler that keeps its table here; each to be closed soon, by the thread
   * that asked for it. With SQLite there is one at a time, in turn with all other writers.
   */
  public DataSource dataSource() {
    return access.source();
  }

  /**
   * Whether no other process can use this database while it is open: whatever was picked before it
   * was opened was picked by a process that is gone.
   */
  public boolean sole() {
    return sole.isPresent();
  }

  /** Why nothing can be stored at the moment, found by writing; empty: all is well. */
  public Optional<String> problem() {
    try {
      access.write(h ->
          h.execute("update write_check set at = ? where id = 1", Instant.now().toEpochMilli()));
      return Optional.empty();
    } catch (IncidentStore.StoreUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    access.close();
    sole.ifPresent(SoleUse::close);
  }
}
