package dev.rollbackbot.sandbox.cloudflare.d1;

import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** One database: SQLite in memory, and a copy of it after each change. */
public final class D1Store implements AutoCloseable {
  private static final Pattern TRANSACTION =
      Pattern.compile("(?is)^\\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|END)\\b.*");
  private static final Pattern IN_BRACKETS = Pattern.compile("(?s)\\((.*)\\)");
  private static final int MOST_BOOKMARKS = 200;

  /** Cloudflare allows as many restores of a database in that time. */
  private static final int MOST_RESTORES = 10;

  private static final Duration RESTORES_WITHIN = Duration.ofMinutes(10);

  private final String name;
  private final String uuid;
  private final InstantSource clock;
  private final SQLiteConnection connection;
  private final List<StoredBookmark> bookmarks = new ArrayList<>();
  private final List<Instant> restores = new ArrayList<>();
  private final List<WrittenRows> written = new ArrayList<>();
  private int changes;

  private record WrittenRows(Instant at, long rows) {}

  private record StoredBookmark(String id, Instant at, ByteBuffer contents) {}

  /**
   * What one statement answered.
   *
   * @param columns empty: it answers no rows
   */
  public record StatementResult(List<String> columns, List<List<Object>> rows, long changes) {}

  /** SQLite or D1 itself refuses; nothing of the batch stays. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  public D1Store(String name, String uuid, List<String> seed, InstantSource clock) {
    this.name = name;
    this.uuid = uuid;
    this.clock = clock;
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.enforceForeignKeys(true);
      connection =
          (SQLiteConnection)
              DriverManager.getConnection("jdbc:sqlite::memory:", config.toProperties());
      try (Statement statement = connection.createStatement()) {
        for (String sql : seed) {
          statement.execute(sql);
        }
      }
      remember();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public String name() {
    return name;
  }

  public String uuid() {
    return uuid;
  }

  /** All statements in one transaction. */
  public synchronized List<StatementResult> batch(String sql) throws RefusedException {
    List<StatementResult> results = new ArrayList<>();
    try {
      long before = total();
      boolean schema = false;
      connection.setAutoCommit(false);
      try {
        for (String statement : D1Statements.of(sql)) {
          if (TRANSACTION.matcher(statement).matches()) {
            throw new RefusedException(
                "To execute a transaction, please use the state.storage.transaction() API instead"
                    + " of the SQL BEGIN TRANSACTION or SAVEPOINT statements.");
          }
          schema |= statement.toUpperCase(Locale.ROOT).matches("(?s)(CREATE|DROP|ALTER)\\b.*");
          results.add(one(statement));
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw new RefusedException(text(e) + ": SQLITE_ERROR");
      } catch (RefusedException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      if (schema || total() != before) {
        written.add(new WrittenRows(clock.instant(), total() - before));
        remember();
      }
      return results;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private StatementResult one(String sql) throws SQLException {
    long before = total();
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return new StatementResult(List.of(), List.of(), total() - before);
      }
      try (ResultSet rows = statement.getResultSet()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<Object>> all = new ArrayList<>();
        while (rows.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= columns.size(); i++) {
            Object value = rows.getObject(i);
            row.add(value == null ? Optional.empty() : value);
          }
          all.add(row);
        }
        return new StatementResult(columns, all, 0);
      }
    }
  }

  private long total() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT total_changes()")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String text(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Matcher brackets = IN_BRACKETS.matcher(message);
    return brackets.find() ? brackets.group(1) : message;
  }

  private void remember() throws SQLException {
    changes++;
    String id = "%08x-00000000-00004c6d-%032x".formatted(changes, 0xd1_0000L + changes);
    bookmarks.add(
        new StoredBookmark(id, clock.instant(), ByteBuffer.wrap(connection.serialize("main"))));
    if (bookmarks.size() > MOST_BOOKMARKS) {
      bookmarks.removeFirst();
    }
  }

  /** The newest at or before that time; empty: there is none. */
  public synchronized Optional<String> bookmark(Optional<Instant> at) {
    return bookmarks.stream()
        .filter(b -> at.isEmpty() || !b.at().isAfter(at.get()))
        .reduce((_, later) -> later)
        .map(StoredBookmark::id);
  }

  /** How many rows were written since that time. */
  public synchronized long writtenSince(Instant time) {
    return written.stream().filter(w -> !w.at().isBefore(time)).mapToLong(WrittenRows::rows).sum();
  }

  /** Whether it was restored too often lately for another restore. */
  public synchronized boolean restoredTooOften() {
    Instant limit = clock.instant().minus(RESTORES_WITHIN);
    return restores.stream().filter(limit::isBefore).count() >= MOST_RESTORES;
  }

  /** How often it was restored. */
  public synchronized int restores() {
    return restores.size();
  }

  /** The bookmark of before; empty: there is none such. */
  public synchronized Optional<String> restore(String id) {
    Optional<StoredBookmark> wanted = bookmarks.stream().filter(b -> b.id().equals(id)).findFirst();
    String previous = bookmarks.getLast().id();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      connection.deserialize("main", wanted.get().contents().array());
      restores.add(clock.instant());
      remember();
      return Optional.of(previous);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
