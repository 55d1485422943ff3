package dev.rollbackbot.store;

import java.sql.SQLException;
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
  private final DataSource source;
  private final String where;

  /** Whose turn it is to write; null where writers don't wait for each other. */
  private final @Nullable Turns turns;

  Access(DataSource pool, DatabaseUrl url) {
    this.jdbi = Jdbi.create(pool);
    // What is bound may be what people typed: not for logs.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    this.where = url.where();
    this.turns =
        switch (url) {
          case DatabaseUrl.Sqlite _ -> new Turns();
          case DatabaseUrl.Postgres _ -> null;
        };
    this.source = turns == null ? pool : turns.source(pool);
  }

  /** Connections for others who write. */
  DataSource source() {
    return source;
  }

  /** What makes a select lock its row; empty where a transaction has all locks from its start. */
  String rowLock() {
    return turns == null ? " for update" : "";
  }

  /** Runs that in one transaction, committed on return. */
  <T> T write(Function<Handle, T> work) {
    if (turns == null) {
      return transaction(work);
    }
    try {
      turns.take();
    } catch (SQLException e) {
      throw Trouble.unavailable(where, e);
    }
    try {
      return transaction(work);
    } finally {
      turns.give();
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
