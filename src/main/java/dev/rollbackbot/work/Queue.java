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
 * Puts tasks into db-scheduler's table on a given connection, so that they belong to its
 * transaction. Plain statements rather than the scheduler's client: that one learns of a row that
 * is there already by a failing insert, which would end a transaction of PostgreSQL.
 */
final class Queue {
  /** Later than any task. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private static final String INSERT =
      "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
          + " values (?, ?, ?, ?, 1) on conflict (task_name, task_instance)";

  private final DataSource source;
  private final JdbcCustomization times;

  Queue(DataSource source) {
    this.source = source;
    this.times = times(source);
  }

  /** The scheduler's own detection would take an unreachable database for one of another kind. */
  private static JdbcCustomization times(DataSource source) {
    try (Connection c = source.getConnection()) {
      String product = c.getMetaData().getDatabaseProductName();
      return product.equals("SQLite")
          ? new SqliteJdbcCustomization()
          : new PostgreSqlJdbcCustomization(false, true);
    } catch (SQLException e) {
      throw new StoreUnavailable("The kind of database can't be found out", e);
    }
  }

  /** How the database writes times. */
  JdbcCustomization times() {
    return times;
  }

  /** Puts it there, unless it is there already. */
  void add(Connection c, String task, String instance, Instant at) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(INSERT + " do nothing")) {
      fill(s, task, instance, at);
      s.executeUpdate();
    }
  }

  /**
   * Puts it there, or keeps one that is there from ending unseen.
   *
   * <p>One that runs at the moment may have looked before this transaction's rows can be seen. Its
   * row is locked here until the commit, and a task that ends looks again once its row is gone or
   * set to later. So either this transaction or that task asks for another run.
   */
  void keep(Connection c, String task, String instance, Instant at) throws SQLException {
    put(c, task, instance, at, LATEST);
  }

  /** As {@link #keep}; and one that waits for later comes at that time already. */
  void hasten(Connection c, String task, String instance, Instant at) throws SQLException {
    put(c, task, instance, at, at);
  }

  /**
   * Puts it there, or locks the one that is.
   *
   * @param latest when one that waits comes at the latest
   */
  private void put(Connection c, String task, String instance, Instant at, Instant latest)
      throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            INSERT
                + " do update set execution_time = case when scheduled_tasks.picked"
                + " or scheduled_tasks.execution_time < ? then scheduled_tasks.execution_time"
                + " else ? end")) {
      fill(s, task, instance, at);
      times.setInstant(s, 5, latest);
      times.setInstant(s, 6, latest);
      s.executeUpdate();
    }
  }

  private void fill(PreparedStatement s, String task, String instance, Instant at)
      throws SQLException {
    s.setString(1, task);
    s.setString(2, instance);
    times.setInstant(s, 3, at);
    s.setBoolean(4, false);
  }

  /** Takes away those that don't run at the moment and whose instance begins like that. */
  void removeWaiting(Connection c, String task, String prefix) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "delete from scheduled_tasks"
                + " where task_name = ? and not picked and substr(task_instance, 1, ?) = ?")) {
      s.setString(1, task);
      s.setInt(2, prefix.length());
      s.setString(3, prefix);
      s.executeUpdate();
    }
  }

  /** Whether that picking of a task is still the newest: nobody took it over. */
  boolean holds(Execution picked) {
    try (Connection c = source.getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "select 1 from scheduled_tasks where task_name = ? and task_instance = ?"
                    + " and picked and version = ?")) {
      s.setString(1, picked.getTaskName());
      s.setString(2, picked.getId());
      s.setLong(3, picked.version);
      try (ResultSet rs = s.executeQuery()) {
        return rs.next();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be read", e);
    }
  }

  /** Gives back whatever is picked; gives how many there were. */
  int giveAllBack() {
    try (Connection c = source.getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null,"
                    + " version = version + 1 where picked")) {
      s.setBoolean(1, false);
      return s.executeUpdate();
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
  }

  /** As {@link #hasten}, in a transaction of its own. */
  void hasten(String task, String instance, Instant at) {
    try (Connection c = source.getConnection()) {
      hasten(c, task, instance, at);
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
  }

  /** As {@link #add}, in a transaction of its own. */
  void add(String task, String instance, Instant at) {
    try (Connection c = source.getConnection()) {
      add(c, task, instance, at);
    } catch (SQLException e) {
      throw new StoreUnavailable("The tasks can't be written", e);
    }
  }
}
