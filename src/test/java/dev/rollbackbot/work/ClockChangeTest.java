package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A machine whose clock is put back an hour: 02:30 in Berlin happens twice, or never. */
@Isolated("It changes the time zone of the process.")
final class ClockChangeTest {
  private static final Map<String, Instant> TIMES = new LinkedHashMap<>();

  static {
    TIMES.put("spring", Instant.parse("2026-03-29T01:30:00Z"));
    TIMES.put("summer", Instant.parse("2026-10-25T00:30:00Z"));
    TIMES.put("winter", Instant.parse("2026-10-25T01:30:00Z"));
  }

  @Test
  void tasks_keep_their_times_in_a_file(@TempDir Path folder) throws SQLException {
    keepsTimes(TestDatabase.sqlite(folder));
  }

  @Test
  void tasks_keep_their_times_in_postgresql() throws SQLException {
    keepsTimes(TestDatabase.postgres());
  }

  private static void keepsTimes(String url) throws SQLException {
    TimeZone before = TimeZone.getDefault();
    try (Database database = TestDatabase.open(url)) {
      ScheduledTasksTable table = new ScheduledTasksTable(database.dataSource());
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      try (Connection connection = database.dataSource().getConnection()) {
        for (Map.Entry<String, Instant> time : TIMES.entrySet()) {
          table.scheduleIfAbsent(connection, "timer", time.getKey(), time.getValue());
        }
      }
      assertThat(read(database, table)).containsExactlyEntriesOf(TIMES);
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      assertThat(read(database, table)).containsExactlyEntriesOf(TIMES);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** In the order in which they are due. */
  private static Map<String, Instant> read(Database database, ScheduledTasksTable table)
      throws SQLException {
    Map<String, Instant> out = new LinkedHashMap<>();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select task_instance, execution_time from scheduled_tasks"
                    + " where task_name = 'timer' order by execution_time");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        out.put(rows.getString(1), table.jdbcCustomization().getInstant(rows, "execution_time"));
      }
    }
    return out;
  }
}
