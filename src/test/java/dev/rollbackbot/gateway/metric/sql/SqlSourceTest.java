package dev.rollbackbot.gateway.metric.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** What holds of every database. */
  abstract static class DatabaseContract {
    String url = "";

    abstract String url();

    abstract String endless();

    @BeforeEach
    void fill() throws SQLException {
      url = url();
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE specs (id INTEGER, status TEXT)");
        statement.execute("INSERT INTO specs VALUES (1, 'fallback'), (2, 'draft')");
      }
    }

    MetricAnswer ask(String statement, Duration within) {
      SqlOptions options =
          new SqlOptions(
              "sql-specs", url, Optional.empty(), Optional.empty(), within, Optional.empty());
      try (SqlSource source = new SqlSource(options)) {
        return source.ask(statement, NOW);
      }
    }

    MetricAnswer ask(String statement) {
      return ask(statement, Duration.ofSeconds(20));
    }

    private long rows() throws SQLException {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM specs")) {
        assertThat(rows.next()).isTrue();
        return rows.getLong(1);
      }
    }

    @Test
    void one_number_is_a_value() {
      assertThat(ask("SELECT count(*) FROM specs WHERE status = 'fallback';"))
          .isEqualTo(new MetricValue(BigDecimal.ONE));
      assertThat(ask("SELECT 100.0 * 1 / 8"))
          .isInstanceOfSatisfying(
              MetricValue.class, v -> assertThat(v.value()).isEqualByComparingTo("12.5"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"SELECT max(id) FROM specs WHERE id > 9", "SELECT id FROM specs WHERE id > 9"})
    void nothing_is_no_data(String statement) {
      assertThat(ask(statement)).isEqualTo(new NoData());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SELECT id FROM specs",
          "SELECT id, status FROM specs WHERE id = 1",
          "SELECT status FROM specs WHERE id = 1",
          "SELECT id FROM elsewhere",
          "SELECT"
        })
    void anything_else_is_not_measured_and_repeats_no_value(String statement) {
      assertThat(ask(statement))
          .isInstanceOfSatisfying(
              NotMeasured.class,
              answer -> assertThat(answer.reason()).doesNotContain("fallback", "elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "DELETE FROM specs",
          "INSERT INTO specs VALUES (3, 'x') RETURNING id",
          "DROP TABLE specs",
          "SELECT 1; DELETE FROM specs",
          "COMMIT; DELETE FROM specs; SELECT 1"
        })
    void nothing_is_written(String statement) throws SQLException {
      assertThat(ask(statement)).isInstanceOf(NotMeasured.class);
      assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_statement_that_takes_too_long_is_ended() {
      assertThat(ask(endless(), Duration.ofSeconds(1)))
          .isEqualTo(new NotMeasured("no answer within 1 s"));
    }
  }

  @Nested
  class On_postgresql extends DatabaseContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }

    @Override
    String endless() {
      return "SELECT count(*) FROM generate_series(1, 100000000000)";
    }

    @Test
    void a_transaction_cannot_be_made_one_that_writes() {
      assertThat(ask("SELECT set_config('transaction_read_only', 'off', false)"))
          .isInstanceOf(NotMeasured.class);
    }

    @Test
    void what_is_no_number_is_named() {
      assertThat(ask("SELECT 'NaN'::float8")).isEqualTo(new NotANumber("NaN"));
    }
  }

  @Nested
  class On_sqlite extends DatabaseContract {
    @TempDir Path folder = Path.of("");

    @Override
    String url() {
      return "jdbc:sqlite:" + folder.resolve("specs.db");
    }

    @Override
    String endless() {
      return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM"
          + " n";
    }

    @Test
    void a_file_that_is_missing_is_not_made() {
      Path missing = folder.resolve("missing.db");
      url = "jdbc:sqlite:" + missing;
      assertThat(ask("SELECT 1")).isInstanceOf(NotMeasured.class);
      assertThat(missing).doesNotExist();
      assertThat(Files.exists(folder.resolve("specs.db"))).isTrue();
    }
  }

  private static List<SqlOptions> options(Map<String, String> settings) {
    return SqlOptions.of(
        settings, name -> Optional.ofNullable(settings.get(name)).map(Secret::fixed));
  }

  @Test
  void each_database_of_the_settings_has_a_name() {
    assertThat(
            options(
                Map.of(
                    "SQL_BUILD_SPECS_URL", "jdbc:postgresql://db.example.com/specs",
                    "SQL_BUILD_SPECS_USER", "reader",
                    "SQL_BUILD_SPECS_PASSWORD", "pw-0123456789")))
        .extracting(SqlOptions::id)
        .containsExactly("sql-build-specs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db.example.com/specs",
        "jdbc:postgresql://reader:pw-0123456789@db.example.com/specs",
        "jdbc:postgresql://db.example.com/specs?password=pw-0123456789"
      })
  void an_address_of_another_form_or_with_a_credential_is_refused(String address) {
    assertThatThrownBy(() -> options(Map.of("SQL_SPECS_URL", address)))
        .hasMessageContaining("SQL_SPECS_URL")
        .hasMessageNotContaining("pw-0123456789");
  }

  @Test
  void a_credential_alone_is_refused() {
    assertThatThrownBy(() -> options(Map.of("SQL_SPECS_USER", "reader")))
        .hasMessageContaining("SQL_SPECS_URL");
  }
}
