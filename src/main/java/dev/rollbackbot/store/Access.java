package dev.rollbackbot.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/** Reads and writes, and says in plain words when the database can't. */
final class Access {
  private final Jdbi jdbi;
  private final String where;

  /**
   * SQLite has one writer at a time. They queue here rather than in its busy wait, which is unfair
   * and keeps a virtual thread's carrier.
   */
  private final @Nullable ReentrantLock writers;

  Access(DataSource source, DatabaseUrl url) {
    this.jdbi = Jdbi.create(source);
    // What is bound may be what people typed: not for logs.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    this.where = url.where();
    this.writers =
        switch (url) {
          case DatabaseUrl.Sqlite _ -> new ReentrantLock(true);
          case DatabaseUrl.Postgres _ -> null;
        };
  }

  /** What makes a select lock its row; empty where a transaction has all locks from its start. */
  String rowLock() {
    return writers == null ? " for update" : "";
  }

  /** Runs that in one transaction, committed on return. */
  <T> T write(Function<Handle, T> work) {
    if (writers == null) {
      return transaction(work);
    }
    try {
      if (!writers.tryLock(Pools.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Trouble.busy(where);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.unavailable(where, e);
    }
    try {
      return transaction(work);
    } finally {
      writers.unlock();
    }
  }

  private <T> T transaction(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw Trouble.unavailable(where, e);
    }
  }

  /** Runs that outside of a transaction. */
  <T> T read(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw Trouble.unavailable(where, e);
    }
  }
}
