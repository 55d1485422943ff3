package dev.rollbackbot.store;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir static Path folder;

  @Nested
  class SqliteIncidents extends IncidentContract {
    @Override
    String newUrl() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteRows extends RowContract {
    @Override
    String newUrl() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Test
  void a_transaction_is_flushed_to_the_disk_and_the_schedulers_notes_are_not() throws SQLException {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder))) {
      database
          .incidents()
          .inTransaction(unitOfWork -> {
            checked(database.connection(unitOfWork), "2");
            return "";
          });
      try (Connection connection = database.dataSource().getConnection()) {
        checked(connection, "1");
      }
    }
  }

  /** 2 is FULL, 1 is NORMAL. */
  private static void checked(Connection connection, String synchronous) {
    assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
    assertThat(pragma(connection, "synchronous")).isEqualTo(synchronous);
    assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
    assertThat(pragma(connection, "busy_timeout")).isEqualTo("2500");
  }

  @Test
  void writers_that_share_a_flush_have_each_their_own_fate() throws Exception {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder));
        ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        all.add(many.submit(() -> claimed(database, number)));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS))
            .as("writer %d", i)
            .isEqualTo(i % 3 != 0);
      }
      for (int i = 0; i < all.size(); i++) {
        String key = "k" + i;
        boolean free =
            database.incidents().inTransaction(unitOfWork -> unitOfWork.claimKey(key, ""));
        assertThat(free).as("%s was taken back", key).isEqualTo(i % 3 == 0);
      }
    }
  }

  /** Every third transaction is rolled back. */
  private static boolean claimed(Database database, int number) {
    try {
      return database
          .incidents()
          .inTransaction(unitOfWork -> {
            boolean first = unitOfWork.claimKey("k" + number, "");
            if (number % 3 == 0) {
              throw new IllegalArgumentException("no");
            }
            return first;
          });
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void a_transaction_inside_of_another_is_refused() {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder))) {
      assertThatThrownBy(() ->
              database
                  .incidents()
                  .inTransaction(_ -> database.incidents().inTransaction(u -> u.claimKey("k", ""))))
          .isInstanceOf(IllegalStateException.class);
      assertThat(database.problem()).isEmpty();
    }
  }

  @Test
  void who_writes_by_a_connection_takes_turns_with_transactions() throws Exception {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      List<String> order = new CopyOnWriteArrayList<>();
      Future<?> beat =
          database
              .incidents()
              .inTransaction(unitOfWork -> {
                Future<?> waiting =
                    other.submit(() -> {
                      order.add("asked");
                      try (Connection connection = database.dataSource().getConnection();
                          Statement s = connection.createStatement()) {
                        order.add("given");
                        s.executeUpdate("insert into artifact (job, text) values ('j', 'beat')");
                      }
                      return "";
                    });
                await().until(() -> order.contains("asked"));
                await().during(Duration.ofMillis(200)).until(() -> order.size() == 1);
                order.add("committed");
                return waiting;
              });
      beat.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(order).containsExactly("asked", "committed", "given");
      assertThat(database.artifacts().find("j")).contains("beat");
      assertThat(database.problem()).as("every turn was given back").isEmpty();
    }
  }

  private static String pragma(Connection connection, String name) {
    try (Statement s = connection.createStatement();
        ResultSet rs = s.executeQuery("pragma " + name)) {
      return rs.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
