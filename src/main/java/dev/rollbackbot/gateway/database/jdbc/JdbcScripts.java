package dev.rollbackbot.gateway.database.jdbc;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A database that is reached with JDBC: reads in a transaction that may not write, scripts in one
 * that nobody else can change in the middle. What a database says of an error is not repeated but
 * for its code: it may hold values.
 */
record JdbcScripts(WritableDatabase database) implements DatabaseApi {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Override
  public List<String> read(List<String> queries) throws ProviderReadException {
    try (Connection connection = connect(true)) {
      begin(connection, true);
      List<String> values = new ArrayList<>();
      for (String query : queries) {
        values.add(value(connection, query));
      }
      connection.rollback();
      return values;
    } catch (SQLException e) {
      boolean answered = answered(e);
      throw new ProviderReadException(
          answered ? FailureKind.REFUSED : FailureKind.UNREACHABLE,
          code(e),
          answered
              ? "%s refuses a query of the runbook (%s).".formatted(database.id(), code(e))
              : "%s was not reached (%s).".formatted(database.id(), code(e)));
    }
  }

  /** It can't be restored through a connection. */
  @Override
  public Optional<String> bookmark() {
    return Optional.empty();
  }

  @Override
  public RestoreResult restore(String bookmark, LeaseCheck leaseCheck) {
    return new RestoreRefused(
        false,
        "no-bookmark",
        database.id() + " has no bookmarks: a dump that was made before brings it back.");
  }

  @Override
  public String writtenSince(Instant time) {
    return "How many rows were written since is unknown: " + database.id() + " doesn't count them.";
  }

  @Override
  public ScriptResult run(String script, List<ScriptGuard> guards, LeaseCheck leaseCheck) {
    boolean committing = false;
    try (Connection connection = connect(false)) {
      begin(connection, false);
      for (ScriptGuard guard : guards) {
        if (!guard.isMetBy(value(connection, guard.sql()))) {
          connection.rollback();
          return new ScriptRefused(true, "changed", "What was consented to is not so any more.");
        }
      }
      if (!leaseCheck.isValid()) {
        connection.rollback();
        return new ScriptRefused(false, "forbidden", "Another instance has taken the job over.");
      }
      carryOut(connection, script.replace("\r\n", "\n"));
      committing = true;
      connection.commit();
      return new ScriptDone();
    } catch (SQLException e) {
      if (committing && !rolledBack(e)) {
        return new ScriptUnknown(
            "The connection to %s broke while the script was being committed (%s)."
                .formatted(database.id(), code(e)));
      }
      // Without a commit nothing of a transaction stays.
      return new ScriptRefused(
          answered(e),
          code(e),
          answered(e)
              ? "%s refuses the script (%s).".formatted(database.id(), code(e))
              : "%s was not reached, or the connection broke (%s)."
                  .formatted(database.id(), code(e)));
    }
  }

  /** As one text: both drivers carry all of its statements out. */
  private void carryOut(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!database.postgres()) {
        // The driver of SQLite carries only the first one out with execute().
        statement.executeUpdate(script);
        return;
      }
      // The driver of PostgreSQL refuses statements that answer rows with executeUpdate().
      boolean rows = statement.execute(script);
      while (rows || statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
    }
  }

  @Override
  public Duration mayRunFor() {
    return database.within().plusSeconds(2);
  }

  private Connection connect(boolean readOnly) throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.postgres() ? postgres() : sqlite(readOnly));
  }

  private Properties postgres() {
    Properties properties = new Properties();
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(p -> properties.setProperty("password", p.value()));
    properties.setProperty("ApplicationName", "rollback-bot");
    // Otherwise the driver sends the script statement by statement as prepared ones.
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("loginTimeout", String.valueOf(CONNECT.toSeconds()));
    properties.setProperty("connectTimeout", String.valueOf(CONNECT.toSeconds()));
    properties.setProperty("socketTimeout", String.valueOf(database.within().toSeconds() + 2));
    return properties;
  }

  private Properties sqlite(boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setReadOnly(readOnly);
    config.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout((int) database.within().toMillis());
    config.enforceForeignKeys(true);
    return config.toProperties();
  }

  private void begin(Connection connection, boolean readOnly) throws SQLException {
    if (database.postgres()) {
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
    connection.setAutoCommit(false);
    if (database.postgres()) {
      try (Statement statement = connection.createStatement()) {
        String limit = database.within().toMillis() + "ms'";
        statement.execute("SET LOCAL statement_timeout = '" + limit);
        statement.execute("SET LOCAL lock_timeout = '" + limit);
      }
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (rows.getMetaData().getColumnCount() != 1) {
        throw new SQLException("more than one column", "0Z000");
      }
      if (!rows.next()) {
        return NULL;
      }
      String value = rows.getString(1);
      if (rows.next()) {
        throw new SQLException("more than one row", "21000");
      }
      return value == null ? NULL : value;
    }
  }

  /** The database itself said no, so the transaction is gone. */
  private boolean answered(SQLException e) {
    return database.postgres()
        ? e.getSQLState() != null && !e.getSQLState().startsWith("08")
        : e.getErrorCode() > 0;
  }

  private boolean rolledBack(SQLException e) {
    return answered(e);
  }

  private String code(SQLException e) {
    return database.postgres() ? "SQLSTATE " + e.getSQLState() : "SQLite error " + e.getErrorCode();
  }
}
