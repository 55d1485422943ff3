package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Reads and writes, and says in plain words when the database can't. */
sealed interface Access extends AutoCloseable {
  /** Connections for others who write. */
  DataSource source();

  /** What makes a select lock its row; empty where a transaction has all locks from its start. */
  String rowLock();

  /** Runs that in one transaction, committed durably on return. */
  <T> T write(Function<Handle, T> work);

  /** Runs that outside of a transaction. */
  <T> T read(Function<Handle, T> work);

  @Override
  void close();

  /** Opens connections to that database. */
  static Access open(DatabaseUrl url) {
    return switch (url) {
      case DatabaseUrl.Sqlite sqlite -> new OneWriter(sqlite);
      case DatabaseUrl.Postgres postgres -> new ManyWriters(postgres);
    };
  }

  private static Jdbi jdbi(DataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    // What is bound may be what people typed: not for logs.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  /** A SQLite file: our transactions share flushes, and take turns with others who write. */
  final class OneWriter implements Access {
    private final HikariDataSource pool;
    private final HikariDataSource others;
    private final Jdbi jdbi;
    private final GroupCommit writer;
    private final DataSource source;
    private final String where;

    OneWriter(DatabaseUrl.Sqlite url) {
      this.where = url.where();
      this.pool = Pools.open(url);
      this.others = Pools.forOthers(url);
      this.jdbi = jdbi(pool);
      Turns turns = new Turns();
      this.writer = new GroupCommit(jdbi, pool::evictConnection, turns, where);
      this.source = turns.source(others);
    }

    @Override
    public DataSource source() {
      return source;
    }

    @Override
    public String rowLock() {
      return "";
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      return writer.write(work);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return Access.read(jdbi, where, work);
    }

    @Override
    public void close() {
      writer.close();
      others.close();
      pool.close();
    }
  }

  /** A PostgreSQL server, which lets writers share flushes by itself. */
  final class ManyWriters implements Access {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final String where;

    ManyWriters(DatabaseUrl.Postgres url) {
      this.where = url.where();
      this.pool = Pools.open(url);
      this.jdbi = jdbi(pool);
    }

    @Override
    public DataSource source() {
      return pool;
    }

    @Override
    public String rowLock() {
      return " for update";
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      try {
        return jdbi.inTransaction(work::apply);
      } catch (JdbiException e) {
        throw Trouble.unavailable(where, e);
      }
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return Access.read(jdbi, where, work);
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
      throw Trouble.unavailable(where, e);
    }
  }
}
