package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollbackbot.incident.IncidentId;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Reads and writes one kind of database; failures become messages that a person can act on. */
sealed interface DatabaseAccess extends AutoCloseable {
  /** Connections for the scheduler, outside of our transactions. */
  DataSource source();

  /** Makes other transactions on that incident wait until this one ends. */
  void lock(Handle handle, IncidentId incident);

  /** Runs the work in one transaction, committed durably on return. */
  <T> T write(Function<Handle, T> work);

  /** Runs the work outside of a transaction. */
  <T> T read(Function<Handle, T> work);

  @Override
  void close();

  static DatabaseAccess open(DatabaseUrl url) {
    return switch (url) {
      case DatabaseUrl.Sqlite sqlite -> new SqliteAccess(sqlite);
      case DatabaseUrl.Postgres postgres -> new PostgresAccess(postgres);
    };
  }

  private static Jdbi jdbi(DataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    // Bound values may be what people typed, which must not reach a log.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  /** A SQLite file: our transactions share flushes and queue with the scheduler's writes. */
  final class SqliteAccess implements DatabaseAccess {
    private final HikariDataSource pool;
    private final HikariDataSource schedulerPool;
    private final Jdbi jdbi;
    private final GroupCommit writer;
    private final DataSource source;
    private final String where;

    SqliteAccess(DatabaseUrl.Sqlite url) {
      this.where = url.where();
      this.pool = ConnectionPools.open(url);
      this.schedulerPool = ConnectionPools.openForScheduler(url);
      this.jdbi = jdbi(pool);
      FairWriterLock lock = new FairWriterLock();
      this.writer = new GroupCommit(jdbi, pool::evictConnection, lock, where);
      this.source = lock.source(schedulerPool);
    }

    @Override
    public DataSource source() {
      return source;
    }

    /** Nothing to do: a transaction holds the file's only write lock from its beginning. */
    @Override
    public void lock(Handle handle, IncidentId incident) {}

    @Override
    public <T> T write(Function<Handle, T> work) {
      return writer.write(work);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return DatabaseAccess.read(jdbi, where, work);
    }

    @Override
    public void close() {
      writer.close();
      schedulerPool.close();
      pool.close();
    }
  }

  /** A PostgreSQL server, which lets writers share flushes by itself. */
  final class PostgresAccess implements DatabaseAccess {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final String where;

    PostgresAccess(DatabaseUrl.Postgres url) {
      this.where = url.where();
      this.pool = ConnectionPools.open(url);
      this.jdbi = jdbi(pool);
    }

    @Override
    public DataSource source() {
      return pool;
    }

    @Override
    public void lock(Handle handle, IncidentId incident) {
      handle
          .createQuery("select number from incident where number = ? for update")
          .bind(0, incident.number())
          .mapTo(Integer.class)
          .findOne();
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      try {
        return jdbi.inTransaction(work::apply);
      } catch (JdbiException e) {
        throw DatabaseErrors.unavailable(where, e);
      }
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return DatabaseAccess.read(jdbi, where, work);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static <T> T read(Jdbi jdbi, String where, Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw DatabaseErrors.unavailable(where, e);
    }
  }
}
