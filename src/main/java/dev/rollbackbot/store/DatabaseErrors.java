package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns database exceptions into messages that say what is wrong and where.
 *
 * @param where {@link DatabaseUrl#where}
 * @param lockTimeout the longest wait for a lock or a connection
 */
record DatabaseErrors(String where, Duration lockTimeout) {
  /** PostgreSQL's SQLSTATE unique_violation. */
  private static final String UNIQUE_VIOLATION = "23505";

  /** PostgreSQL's statement_completion_unknown. */
  private static final String COMPLETION_UNKNOWN = "40003";

  /** SQLSTATE classes of a commit that PostgreSQL answers by a rollback. */
  private static final Set<String> ROLLED_BACK = Set.of("23", "25", "40");

  /** For a transaction that is not stored. */
  StoreUnavailable unavailable(Throwable cause) {
    return cause instanceof StoreUnavailable known
        ? known
        : new StoreUnavailable(message(cause), cause);
  }

  /** For a failed commit: unless the database has answered that it refuses, it may be stored. */
  StoreUnavailable commitFailed(Throwable cause) {
    return sql(cause).filter(DatabaseErrors::refused).isPresent()
        ? unavailable(cause)
        : StoreUnavailable.duringCommit(message(cause), cause);
  }

  private String message(Throwable cause) {
    String why =
        sql(cause).map(this::explain).orElse("the file or its folder can't be made or opened");
    return "The database " + where + " can't be used: " + why;
  }

  /** A disk that fails leaves it open whether a commit is in the file. */
  private static boolean refused(SQLException exception) {
    if (exception instanceof SQLiteException lite) {
      return SQLiteErrorCode.getErrorCode(lite.getErrorCode() & 0xff)
          != SQLiteErrorCode.SQLITE_IOERR;
    }
    String state = exception.getSQLState();
    return state != null
        && !state.equals(COMPLETION_UNKNOWN)
        && ROLLED_BACK.contains(state.substring(0, 2));
  }

  /** Whether a unique index rejected a row. */
  static boolean duplicate(Throwable e) {
    return sql(e)
        .map(cause ->
            UNIQUE_VIOLATION.equals(cause.getSQLState())
                || (cause instanceof SQLiteException lite
                    && (lite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                        || lite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY)))
        .orElse(false);
  }

  private static Optional<SQLException> sql(Throwable cause) {
    SQLException found = null;
    for (Throwable throwable = cause; throwable != null; throwable = throwable.getCause()) {
      if (throwable instanceof SQLException exception) {
        found = exception;
      }
    }
    return Optional.ofNullable(found);
  }

  private String explain(SQLException exception) {
    return exception instanceof SQLiteException
        ? sqlite(exception.getErrorCode())
        : postgres(exception.getSQLState());
  }

  private static String sqlite(int code) {
    return switch (SQLiteErrorCode.getErrorCode(code & 0xff)) {
      case SQLITE_FULL -> "the disk is full";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> "it may not be written (permissions?)";
      case SQLITE_BUSY, SQLITE_LOCKED -> "another process holds its lock";
      case SQLITE_IOERR -> "its disk fails";
      case SQLITE_CANTOPEN -> "the file can't be opened (a missing folder, or permissions?)";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> "the file is damaged or no SQLite database";
      default -> "SQLite refused with code " + code;
    };
  }

  private String postgres(@Nullable String state) {
    if (state == null) {
      return "too much waits for it; no turn came within " + lockTimeout.toMillis() + " ms";
    }
    if (state.equals("53100")) {
      return "its disk is full";
    }
    if (state.equals("25006")) {
      return "it is read-only";
    }
    return switch (state.substring(0, 2)) {
      case "08" -> "the server is not reached";
      case "28" -> "the server refuses the user or the password";
      case "3D" -> "there is no database of that name";
      case "53" -> "the server has no room for more (connections, memory)";
      case "57" -> "the server is stopping or starting";
      default -> "the server refused with SQLSTATE " + state;
    };
  }
}
