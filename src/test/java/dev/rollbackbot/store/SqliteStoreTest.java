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
  class SqliteLocks extends LockContract {
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

  @Nested
  class SqliteTriggers extends TriggerContract {
    @Override
    String newUrl() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteReadiness extends ReadinessContract {
    @Override
    String newUrl() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Test
  void transactions_are_flushed_to_the_disk_and_the_schedulers_writes_are_not()
      throws SQLException {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder))) {
      database
          .incidents()
          .inTransaction(unit -> {
            checked(database.connection(unit), "2");
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
    assertThat(pragma(connection, "busy_timeout"))
        .isEqualTo(Long.toString(Database.LOCK_TIMEOUT.toMillis()));
  }

  @Test
  void writers_that_share_a_flush_commit_or_roll_back_one_by_one() throws Exception {
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
        boolean free = database.incidents().inTransaction(unit -> unit.claimKey(key, ""));
        assertThat(free).as("%s was rolled back", key).isEqualTo(i % 3 == 0);
      }
    }
  }

  /** Every third transaction is rolled back. */
  private static boolean claimed(Database database, int number) {
    try {
      return database
          .incidents()
          .inTransaction(unit -> {
            boolean first = unit.claimKey("k" + number, "");
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
  void a_transaction_inside_another_one_is_refused() {
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
  void the_schedulers_connections_wait_for_transactions() throws Exception {
    try (Database database = TestDatabase.open(TestDatabase.sqlite(folder));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      List<String> order = new CopyOnWriteArrayList<>();
      Future<?> beat =
          database
              .incidents()
              .inTransaction(unit -> {
                Future<?> waiting =
                    other.submit(() -> {
                      order.add("waiting");
                      try (Connection connection = database.dataSource().getConnection();
                          Statement s = connection.createStatement()) {
                        order.add("acquired");
                        s.executeUpdate("insert into artifact (job, text) values ('j', 'beat')");
                      }
                      return "";
                    });
                await().until(() -> order.contains("waiting"));
                await().during(Duration.ofMillis(200)).until(() -> order.size() == 1);
                order.add("committed");
                return waiting;
              });
      beat.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(order).containsExactly("waiting", "committed", "acquired");
      assertThat(database.artifacts().find("j")).contains("beat");
      assertThat(database.problem()).as("every lock was released").isEmpty();
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
