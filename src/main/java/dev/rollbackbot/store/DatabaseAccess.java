package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.maintenance.NewerBot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/** Reads and writes one kind of database; failures become messages that a person can act on. */
abstract sealed class DatabaseAccess implements AutoCloseable {
  final DatabaseErrors errors;
  final HikariDataSource pool;
  final Jdbi jdbi;

  /** Null until the tables are up to date. */
  private final AtomicReference<@Nullable NewerBot> newerBot = new AtomicReference<>();

  private DatabaseAccess(DatabaseUrl url, Secret source, Duration lockTimeout) {
    this.errors = new DatabaseErrors(url.where(), lockTimeout);
    this.pool = ConnectionPools.open(url, source, errors);
    this.jdbi = Jdbi.create(pool);
    // Bound values may be what people typed, which must not reach a log.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  static DatabaseAccess open(Secret url, Duration lockTimeout) {
    return switch (DatabaseUrl.parse(url.value())) {
      case DatabaseUrl.Sqlite sqlite -> new SqliteAccess(sqlite, url, lockTimeout);
      case DatabaseUrl.Postgres postgres -> new PostgresAccess(postgres, url, lockTimeout);
    };
  }

  /** Connections for the scheduler, outside of our transactions. */
  abstract DataSource source();

  /** Makes other transactions on that incident wait until this one ends. */
  abstract void lock(Handle handle, IncidentId incident);

  /** As {@link #write}, whoever else uses the database. */
  abstract <T> T transaction(Function<Handle, T> work);

  /** From now on nothing is read or written once a newer bot uses the database. */
  final void guard() {
    NewerBot guard = read(handle -> NewerBot.since(handle, errors.where()));
    newerBot.set(guard);
  }

  /** Runs that once when a newer bot uses the database. */
  final void whenNewerBot(Runnable listener) {
    Optional.ofNullable(newerBot.get()).ifPresent(guard -> guard.whenFound(listener));
  }

  /** Runs the work in one transaction, committed durably on return. */
  final <T> T write(Function<Handle, T> work) {
    NewerBot guard = newerBot.get();
    return guard == null
        ? transaction(work)
        : guarded(
            guard,
            () ->
                transaction(handle -> {
                  guard.refuseNewerSchema(handle);
                  return work.apply(handle);
                }));
  }

  private static <T> T guarded(NewerBot guard, Supplier<T> work) {
    try {
      return guard.unlessFound(work);
    } catch (NewerBot.NewerBotFound e) {
      throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /** Runs one statement in a transaction of its own. */
  final void execute(String sql, Object... arguments) {
    write(handle -> handle.execute(sql, arguments));
  }

  /** Runs the work outside of a transaction. */
  final <T> T read(Function<Handle, T> work) {
    NewerBot guard = newerBot.get();
    return guard == null ? reading(work) : guarded(guard, () -> reading(work));
  }

  private <T> T reading(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw errors.unavailable(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** A SQLite file: our transactions share flushes and queue with the scheduler's writes. */
  static final class SqliteAccess extends DatabaseAccess {
    private final HikariDataSource schedulerPool;
    private final GroupCommit writer;
    private final DataSource source;

    SqliteAccess(DatabaseUrl.Sqlite url, Secret source, Duration lockTimeout) {
      super(url, source, lockTimeout);
      this.schedulerPool = ConnectionPools.openForScheduler(url, errors);
      FairWriterLock lock = new FairWriterLock(lockTimeout);
      this.writer = new GroupCommit(jdbi, pool::evictConnection, lock, errors);
      this.source = lock.source(schedulerPool);
    }

    @Override
    DataSource source() {
      return source;
    }

    /** Nothing to do: a transaction holds the file's only write lock from its beginning. */
    @Override
    void lock(Handle handle, IncidentId incident) {}

    @Override
    <T> T transaction(Function<Handle, T> work) {
      return writer.write(work);
    }

    @Override
    public void close() {
      writer.close();
      schedulerPool.close();
      super.close();
    }
  }

  /** A PostgreSQL server, which lets writers share flushes by itself. */
  static final class PostgresAccess extends DatabaseAccess {
    PostgresAccess(DatabaseUrl.Postgres url, Secret source, Duration lockTimeout) {
      super(url, source, lockTimeout);
    }

    @Override
    DataSource source() {
      return pool;
    }

    @Override
    void lock(Handle handle, IncidentId incident) {
      handle
          .select("select number from incident where number = ? for update", incident.number())
          .mapTo(Integer.class)
          .findOne();
    }

    @Override
    <T> T transaction(Function<Handle, T> work) {
      AtomicBoolean committing = new AtomicBoolean();
      try {
        return jdbi.inTransaction(handle -> {
          T result = work.apply(handle);
          committing.set(true);
          return result;
        });
      } catch (JdbiException e) {
        throw committing.get() ? errors.commitFailed(e) : errors.unavailable(e);
      }
    }
  }
}
