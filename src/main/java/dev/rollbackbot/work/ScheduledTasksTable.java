package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Inserts tasks into db-scheduler's table as part of a transaction. The scheduler's own client
 * detects an existing row by a failing insert, which would abort a transaction of PostgreSQL.
 */
final class ScheduledTasksTable {
  /** Later than any task is due. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private static final String INSERT =
      "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
          + " values (?, ?, ?, ?, 1) on conflict (task_name, task_instance)";

  private final DataSource source;
  private final JdbcCustomization customization;

  ScheduledTasksTable(DataSource source) {
    this.source = source;
    this.customization = customization(source);
  }

  /**
   * Not the scheduler's own detection, which mistakes an unreachable database for another product.
   */
  private static JdbcCustomization customization(DataSource source) {
    try (Connection connection = source.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      return product.equals("SQLite")
          ? new SqliteJdbcCustomization()
          : new PostgreSqlJdbcCustomization(false, true);
    } catch (SQLException e) {
      throw new StoreUnavailable("The kind of database can't be found out", e);
    }
  }

  JdbcCustomization jdbcCustomization() {
    return customization;
  }

  /** Inserts the task; an existing one stays as it is. */
  void scheduleIfAbsent(Connection connection, String task, String instance, Instant at)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT + " do nothing")) {
      fill(statement, task, instance, at);
      statement.executeUpdate();
    }
  }

  /**
   * Inserts the task, or locks an existing one until the commit. A running task may have read
   * before this transaction's rows are visible; it checks for rows again after it has removed or
   * postponed its own row, and then sees them.
   */
  void scheduleOrLock(Connection connection, String task, String instance, Instant at)
      throws SQLException {
    upsert(connection, task, instance, at, LATEST);
  }

  /** As {@link #scheduleOrLock}; a waiting task that is due later becomes due at that time. */
  void scheduleNoLaterThan(Connection connection, String task, String instance, Instant at)
      throws SQLException {
    upsert(connection, task, instance, at, at);
  }

  /** An existing task that waits becomes due at {@code latest} at the latest. */
  private void upsert(
      Connection connection, String task, String instance, Instant at, Instant latest)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            INSERT
                + " do update set execution_time = case when scheduled_tasks.picked"
                + " or scheduled_tasks.execution_time < ? then scheduled_tasks.execution_time"
                + " else ? end")) {
      fill(statement, task, instance, at);
      customization.setInstant(statement, 5, latest);
      customization.setInstant(statement, 6, latest);
      statement.executeUpdate();
    }
  }

  private void fill(PreparedStatement statement, String task, String instance, Instant at)
      throws SQLException {
    statement.setString(1, task);
    statement.setString(2, instance);
    customization.setInstant(statement, 3, at);
    statement.setBoolean(4, false);
  }

  /** Deletes the tasks that are not running and whose instance id has that prefix. */
  void removeWaiting(Connection connection, String task, String prefix) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from scheduled_tasks"
                + " where task_name = ? and not picked and substr(task_instance, 1, ?) = ?")) {
      statement.setString(1, task);
      statement.setInt(2, prefix.length());
      statement.setString(3, prefix);
      statement.executeUpdate();
    }
  }

  /** Whether that execution still owns its task. */
  boolean holds(Execution picked) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select 1 from scheduled_tasks where task_name = ? and task_instance = ?"
                    + " and picked and version = ?")) {
      statement.setString(1, picked.getTaskName());
      statement.setString(2, picked.getId());
      statement.setLong(3, picked.version);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be read", e);
    }
  }

  /** Unpicks every picked task; returns their number. */
  int releaseAllPicked() {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null,"
                    + " version = version + 1 where picked")) {
      statement.setBoolean(1, false);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
  }

  /** As {@link #scheduleNoLaterThan}, in a transaction of its own. */
  void scheduleNoLaterThan(String task, String instance, Instant at) {
    inTransaction(connection -> scheduleNoLaterThan(connection, task, instance, at));
  }

  /** As {@link #scheduleIfAbsent}, in a transaction of its own. */
  void scheduleIfAbsent(String task, String instance, Instant at) {
    inTransaction(connection -> scheduleIfAbsent(connection, task, instance, at));
  }

  private void inTransaction(SqlStatements statements) {
    try (Connection connection = source.getConnection()) {
      statements.run(connection);
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
  }

  interface SqlStatements {
    void run(Connection connection) throws SQLException;
  }
}
