package dev.rollbackbot.gateway.metric.sql;

import dev.rollbackbot.gateway.metric.MetricSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One statement that reads one number: in a read-only transaction of PostgreSQL, or in a SQLite
 * file that is opened for reading only. What a database says of an error is not repeated: it may
 * hold values.
 */
public final class SqlSource implements MetricSource {
  private static final int ROWS = 2;
  private static final int MAX_SCALE = 330;
  private static final String CANCELED = "57014";
  private static final String WROTE = "25006";

  private final SqlOptions options;

  public SqlSource(SqlOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.id();
  }

  /** A table holds what is in it now. */
  @Override
  public boolean knowsThePast() {
    return false;
  }

  @Override
  public MetricAnswer ask(String query, Instant at) {
    String statement = query.strip().replaceAll(";$", "");
    if (statement.contains(";")) {
      // A second one could end the read-only transaction.
      return new NotMeasured("the query must be one statement, without a semicolon in it");
    }
    AtomicBoolean late = new AtomicBoolean();
    try (Connection connection = connect()) {
      begin(connection);
      try (Statement asked = connection.createStatement();
          Closing _ = canceling(asked, late)) {
        asked.setMaxRows(ROWS);
        if (!asked.execute(statement)) {
          return new NotMeasured("the statement reads nothing");
        }
        return answer(asked.getResultSet());
      }
    } catch (SQLException e) {
      return new NotMeasured(reason(e, late.get()));
    }
  }

  private Connection connect() throws SQLException {
    return options.postgres()
        ? DriverManager.getConnection(options.url(), postgres())
        : DriverManager.getConnection(options.url(), sqlite());
  }

  private Properties postgres() {
    String seconds = String.valueOf(options.within().toSeconds());
    Properties properties = new Properties();
    options.user().ifPresent(user -> properties.setProperty("user", user));
    options.password().ifPresent(p -> properties.setProperty("password", p.value()));
    properties.setProperty("ApplicationName", "rollback-bot");
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", String.valueOf(options.within().toSeconds() + 2));
    return properties;
  }

  private static Properties sqlite() {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setReadOnly(true);
    return config.toProperties();
  }

  private void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!options.postgres()) {
        statement.execute("PRAGMA query_only = ON");
        return;
      }
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      String limit = options.within().toMillis() + "ms'";
      statement.execute("SET LOCAL statement_timeout = '" + limit);
      statement.execute("SET LOCAL lock_timeout = '" + limit);
    }
  }

  /** As {@link AutoCloseable}, without an exception. */
  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * SQLite has no time limit of its own for a statement. A thread of its own, because SQLite's code
   * occupies the one that virtual threads run on.
   */
  private Closing canceling(Statement statement, AtomicBoolean late) {
    CountDownLatch ended = new CountDownLatch(1);
    Duration within = options.within();
    Thread.ofPlatform()
        .daemon()
        .name("sql-limit")
        .start(() -> {
          try {
            if (!ended.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
              late.set(true);
              statement.cancel();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (SQLException e) {
            // It had ended by itself.
          }
        });
    return ended::countDown;
  }

  private static MetricAnswer answer(ResultSet rows) throws SQLException {
    if (rows.getMetaData().getColumnCount() != 1) {
      return new NotMeasured("the statement answers more than one column");
    }
    if (!rows.next()) {
      return new NoData();
    }
    Object value = rows.getObject(1);
    if (rows.next()) {
      return new NotMeasured("the statement answers more than one row");
    }
    if (value == null) {
      return new NoData();
    }
    if (!(value instanceof Number number)) {
      return new NotMeasured("the statement answers no number");
    }
    if (number instanceof Double || number instanceof Float) {
      double real = number.doubleValue();
      if (Double.isNaN(real) || Double.isInfinite(real)) {
        return new NotANumber(String.valueOf(real));
      }
    }
    BigDecimal decimal = new BigDecimal(number.toString());
    return Math.abs((long) decimal.scale()) > MAX_SCALE
        ? new NotMeasured("the statement's number is of no usual size")
        : new MetricValue(decimal);
  }

  private String reason(SQLException e, boolean late) {
    String state = String.valueOf(e.getSQLState());
    boolean readOnly = state.equals(WROTE) || String.valueOf(e.getMessage()).contains("READONLY");
    if (late || state.equals(CANCELED)) {
      return "no answer within " + options.within().toSeconds() + " s";
    }
    if (readOnly) {
      return "the statement would write";
    }
    return options.postgres()
        ? "the database refuses it (SQLSTATE " + state + ")"
        : "the database refuses it (SQLite error " + e.getErrorCode() + ")";
  }

  @Override
  public void close() {}
}
