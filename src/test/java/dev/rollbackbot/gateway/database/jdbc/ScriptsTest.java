package dev.rollbackbot.gateway.database.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.gateway.DatabaseValues;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunNotBegun;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.database.ScriptRunner;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Invocation.ReadDatabase;
import dev.rollbackbot.incident.rollback.Invocation.RunDatabaseScript;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.DatabaseRead;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import dev.rollbackbot.store.TestDatabase;
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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** What holds of a script on every database that is reached with JDBC. */
  abstract static class ScriptContract {
    private static final String UPDATE =
        """
        -- as reviewed
        UPDATE specs SET status = 'draft' WHERE status = 'fallback';
        DELETE FROM migrations WHERE name = '0013.sql';
        """
            .replace("\n", "\r\n");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private String url = "";

    abstract String url();

    @BeforeEach
    void fill() throws SQLException {
      url = url();
      execute(
          "CREATE TABLE specs (id INTEGER, status VARCHAR(20) CHECK (status <> 'broken'))",
          "CREATE TABLE migrations (name VARCHAR(20))",
          "INSERT INTO specs VALUES (1, 'fallback'), (2, 'draft'), (3, 'fallback')",
          "INSERT INTO migrations VALUES ('0012.sql'), ('0013.sql')");
    }

    private void execute(String... statements) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      }
    }

    private SqlDatabaseProvider provider() {
      return new SqlDatabaseProvider(
          List.of(
              new WritableDatabase(
                  "sql-plans", url, Optional.empty(), Optional.empty(), Duration.ofSeconds(20))),
          now::get);
    }

    private static DatabaseSpec spec(String script) {
      return new DatabaseSpec(
          "sql",
          "sql-plans",
          List.of("production"),
          new CodePatch("rollback-0013.sql", script),
          List.of(query("fallback", "SELECT COUNT(*) FROM specs WHERE status = 'fallback'")),
          List.of(
              query("later migrations", "SELECT COUNT(*) FROM migrations WHERE name > '0013.sql'")),
          List.of(),
          new ExpectedValue(
              query("migration 0013", "SELECT COUNT(*) FROM migrations WHERE name = '0013.sql'"),
              "0"),
          List.of(new ExpectedValue(query("rows", "SELECT COUNT(*) FROM specs"), "3")));
    }

    private static DatabaseQuery query(String label, String sql) {
      return new DatabaseQuery(label, sql);
    }

    private static RunDatabaseScript run(String script, String consented) {
      return new RunDatabaseScript(
          spec(script),
          Optional.of("production"),
          List.of(new ReadValue("fallback", consented)),
          Duration.ofMinutes(1),
          Optional.of(NOON),
          Optional.empty());
    }

    private JobStart start(String script, String consented) {
      return runner().start(run(script, consented), "INC-1/3", () -> true);
    }

    private ScriptRunner runner() {
      return new ScriptRunner(provider()::database, now::get);
    }

    private JobState state(JobStart started) {
      return runner().state(run(UPDATE, "2"), ((Started) started).runId());
    }

    private DatabaseReading read() {
      try (ProviderGateway gateway = new ProviderGateway(Map.of("sql", provider()), now::get)) {
        Outcome outcome =
            ((Finished)
                    gateway.submit(
                        new Job(
                            "INC-1/2",
                            new ReadDatabase(
                                spec(UPDATE), Optional.of("production"), List.of(), true)),
                        () -> true,
                        _ -> {}))
                .outcome();
        return outcome instanceof Outcome.Succeeded(DatabaseRead(DatabaseReading reading), var _)
            ? reading
            : reading(outcome);
      }
    }

    private static DatabaseReading reading(Outcome other) {
      throw new AssertionError(other);
    }

    @Test
    void what_would_change_is_counted_and_nothing_is_changed() {
      DatabaseReading expected =
          DatabaseReading.ofScript(
              false, List.of(new ReadValue("fallback", "2")), List.of(), Optional.empty());
      assertThat(read()).isEqualTo(expected);
      assertThat(read()).isEqualTo(expected);
    }

    @Test
    void a_script_is_carried_out_whole_and_its_checks_are_read() {
      JobStart started = start(UPDATE, "2");
      assertThat(state(started)).isEqualTo(new RunEnded(true, "0", "carried out, 1 checks hold"));
      assertThat(read().done()).isTrue();
      assertThat(runner().output(run(UPDATE, "2"), "")).contains("fallback: 0", "rows: 3");
    }

    @Test
    void statements_that_answer_rows_are_carried_out_like_the_others() {
      JobStart started =
          start(
              "SELECT 1;\n" + UPDATE + "SELECT id FROM specs;\nDELETE FROM specs WHERE id = 2;",
              "2");
      assertThat(started).isInstanceOf(Started.class);
      assertThat(runner().output(run(UPDATE, "2"), "")).contains("fallback: 0", "rows: 2");
    }

    @Test
    void a_statement_that_fails_after_rows_is_a_refusal_of_all() {
      assertThat(start("SELECT 1;\n" + UPDATE + "UPDATE no_such SET x = 1;", "2"))
          .isInstanceOf(NotStarted.class);
      assertThat(read().text()).isEqualTo("fallback: 2");
    }

    @Test
    void a_count_that_answers_a_text_is_not_read_aloud() {
      DatabaseSpec usual = spec(UPDATE);
      DatabaseSpec text =
          new DatabaseSpec(
              usual.provider(),
              usual.database(),
              usual.environments(),
              usual.script(),
              List.of(query("who", "SELECT MAX(name) FROM migrations")),
              usual.refuse(),
              usual.needs(),
              usual.done(),
              usual.checks());
      assertThatExceptionOfType(ProviderReadException.class)
          .isThrownBy(
              () -> DatabaseValues.read(text, provider().database("sql-plans", Optional.empty())))
          .withMessage("“who” of the runbook answers no number.");
    }

    @Test
    void other_numbers_than_were_consented_to_change_nothing() {
      assertThat(start(UPDATE, "1"))
          .isInstanceOfSatisfying(
              NotStarted.class,
              n ->
                  assertThat(n.text())
                      .contains("Nothing was changed.", "2 now, 1 when it was consented to"));
      assertThat(read().text()).isEqualTo("fallback: 2");
    }

    @Test
    void another_migration_on_top_stops_it_before_and_in_the_transaction() throws SQLException {
      execute("INSERT INTO migrations VALUES ('0014.sql')");
      assertThat(read().against()).containsExactly("later migrations: 1; it must be 0.");
      assertThat(start(UPDATE, "2"))
          .isInstanceOfSatisfying(
              NotStarted.class, n -> assertThat(n.text()).contains("later migrations: 1"));
      assertThat(read().text()).isEqualTo("fallback: 2");
    }

    @Test
    void a_statement_that_fails_leaves_nothing_of_those_before_it() {
      assertThat(start(UPDATE + "UPDATE specs SET status = 'broken' WHERE id = 1;", "2"))
          .isInstanceOfSatisfying(
              NotStarted.class,
              n -> assertThat(n.text()).contains("refuses the script", "Nothing was changed."));
      assertThat(read().text()).isEqualTo("fallback: 2");
    }

    @Test
    void a_lost_answer_is_found_out_by_reading_and_never_by_repeating() throws SQLException {
      JobStart found = runner().find(run(UPDATE, "2"), "INC-1/3");
      assertThat(state(found)).isEqualTo(new RunUnderWay());
      now.set(NOON.plusSeconds(60));
      assertThat(state(found)).isInstanceOf(RunNotBegun.class);
      execute("UPDATE specs SET status = 'draft' WHERE id = 1");
      assertThat(state(found))
          .isInstanceOfSatisfying(
              RunLost.class, lost -> assertThat(lost.text()).contains("neither", "fallback: 1"));
      start(UPDATE, "1");
      assertThat(state(found)).isInstanceOf(RunEnded.class);
    }

    @Test
    void checks_that_do_not_hold_afterwards_are_said() throws SQLException {
      start(UPDATE, "2");
      execute("DELETE FROM specs WHERE id = 2");
      assertThat(state(runner().find(run(UPDATE, "2"), "")))
          .isInstanceOfSatisfying(
              RunEnded.class,
              e -> {
                assertThat(e.success()).isFalse();
                assertThat(e.text()).contains("rows: 2; it should be 3.");
              });
      assertThat(read().against()).containsExactly("rows: 2; it should be 3.");
    }

    @Test
    void a_process_whose_job_was_taken_over_sends_nothing() {
      assertThat(runner().start(run(UPDATE, "2"), "", () -> false)).isInstanceOf(NotStarted.class);
      assertThat(read().done()).isFalse();
    }
  }

  @Nested
  final class SqliteScripts extends ScriptContract {
    @TempDir Path folder;

    @Override
    String url() {
      return "jdbc:sqlite:" + folder.resolve("plans.db");
    }
  }

  @Nested
  final class PostgresScripts extends ScriptContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }
}
