package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollbackbot.UnusedPort;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
  @TempDir Path folder;

  @Nested
  class UrlParsing {
    @Test
    void of_postgres_loses_its_credentials_in_either_form() {
      DatabaseUrl expected =
          new DatabaseUrl.Postgres(
              "jdbc:postgresql://db:5433/bot?ssl=true",
              "postgresql://db:5433/bot",
              Optional.of("anna"),
              Optional.of("s3:c+r@t"));
      assertThat(
              DatabaseUrl.parse(
                  "jdbc:postgresql://db:5433/bot?user=anna&ssl=true&password=s3:c%2Br%40t"))
          .isEqualTo(expected);
      assertThat(DatabaseUrl.parse("jdbc:postgresql://anna:s3:c+r%40t@db:5433/bot?ssl=true"))
          .isEqualTo(expected);
      assertThat(expected.toString()).doesNotContain("anna", "s3");
    }

    @Test
    void of_sqlite_names_a_file() {
      assertThat(DatabaseUrl.parse("jdbc:sqlite:data/bot.db?cache=shared").where())
          .isEqualTo("data/bot.db");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "jdbc:mysql://anna:secret@db/bot",
          "postgresql://anna:secret@db/bot",
          "jdbc:postgresql:secret",
          "jdbc:postgresql://anna:se cret@db/bot",
          "jdbc:sqlite:",
          "jdbc:sqlite::memory:",
          "jdbc:sqlite:file:secret?mode=memory"
        })
    void of_another_form_is_refused_without_repeating_it(String url) {
      assertThatThrownBy(() -> TestDatabase.open(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("DATABASE_URL")
          .hasMessageNotContaining("cret")
          .hasNoCause();
    }
  }

  @Test
  void of_sqlite_only_its_owner_may_read_the_files() throws Exception {
    Path data = folder.resolve("made/data");
    Path file = data.resolve("bot.db");
    String url = "jdbc:sqlite:" + file;
    TestDatabase.open(url).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (Database database = TestDatabase.open(url);
        Stream<Path> files = Files.list(data)) {
      assertThat(database.problem()).isEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
      assertThat(files.filter(f -> !f.equals(data)))
          .hasSizeGreaterThanOrEqualTo(4)
          .allSatisfy(f ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                  .as(f.toString())
                  .isEqualTo("rw-------"));
    }
  }

  @Nested
  class Unusable {
    @Test
    void a_locked_file_is_a_problem_until_it_is_released() throws SQLException {
      Path file = folder.resolve("locked.db");
      try (Database database = TestDatabase.open("jdbc:sqlite:" + file)) {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
            Statement s = other.createStatement()) {
          s.execute("begin immediate");
          assertThat(database.problem())
              .hasValueSatisfying(
                  p -> assertThat(p).contains(file.toString(), "another process holds its lock"));
          assertThatThrownBy(
                  () -> database.incidents().inTransaction(unit -> unit.claimKey("k", "")))
              .isInstanceOf(StoreUnavailable.class)
              .hasMessageContaining("another process holds its lock");
          s.execute("rollback");
        }
        assertThat(database.problem()).isEmpty();
      }
    }

    @Test
    void a_file_that_another_bot_uses_is_refused_until_that_one_ends() {
      String url = "jdbc:sqlite:" + folder.resolve("taken.db");
      try (Database first = TestDatabase.open(url)) {
        assertThat(first.singleProcess()).isTrue();
        assertThatThrownBy(() -> TestDatabase.open(url))
            .isInstanceOf(StoreUnavailable.class)
            .hasMessageContainingAll("taken.db", "another process of the bot", "PostgreSQL");
        assertThat(first.problem()).isEmpty();
      }
      TestDatabase.open(url).close();
    }

    @Test
    void a_full_disk_is_named() throws SQLException {
      Path file = folder.resolve("full.db");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement s = connection.createStatement()) {
        s.execute("pragma max_page_count = 2");
        s.execute("create table t (x)");
        SQLException full =
            catchThrowableOfType(
                SQLException.class, () -> s.execute("insert into t values (zeroblob(100000))"));
        assertThat(errors(file).unavailable(full))
            .hasMessageContainingAll(file.toString(), "the disk is full");
      }
    }

    @Test
    void a_file_that_may_not_be_written_is_named() throws SQLException {
      Path file = folder.resolve("readonly.db");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement s = connection.createStatement()) {
        s.execute("create table t (x)");
        s.execute("pragma query_only = true");
        SQLException readOnly =
            catchThrowableOfType(SQLException.class, () -> s.execute("insert into t values (1)"));
        assertThat(errors(file).unavailable(readOnly))
            .hasMessageContainingAll(file.toString(), "may not be written");
      }
    }

    private static DatabaseErrors errors(Path file) {
      return new DatabaseErrors(file.toString(), Database.LOCK_TIMEOUT);
    }

    @Test
    void a_file_that_is_not_a_database_is_named() throws IOException {
      Path file = folder.resolve("letter.db");
      Files.writeString(file, "Dear reader, this is not a database at all.".repeat(50));
      assertThatThrownBy(() -> TestDatabase.open("jdbc:sqlite:" + file))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContainingAll(file.toString(), "no SQLite database");
    }

    @Test
    void a_database_that_a_newer_bot_has_used_is_refused_and_left_as_it_is() throws Exception {
      Path file = folder.resolve("bot.db");
      String url = "jdbc:sqlite:" + file;
      TestDatabase.open(url).close();
      try (Connection c = DriverManager.getConnection(url);
          Statement s = c.createStatement()) {
        s.execute(
            "insert into flyway_schema_history select installed_rank + 100, '999', 'later', type,"
                + " 'V999__later.sql', 1, installed_by, installed_on, 1, success from"
                + " flyway_schema_history order by installed_rank desc limit 1");
      }
      assertThatThrownBy(() -> TestDatabase.open(url))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContainingAll(file.toString(), "version 999", "newer bot", "restore");
    }

    @Test
    void a_backup_of_what_is_no_file_or_no_database_leaves_nothing_behind() throws IOException {
      Path copy = folder.resolve("copy.db");
      Path letter = Files.writeString(folder.resolve("letter.db"), "Dear reader, ".repeat(99));
      for (Path from : List.of(folder.resolve("missing.db"), letter)) {
        assertThatThrownBy(
                () -> Database.backUp("jdbc:sqlite:" + from, copy, Database.LOCK_TIMEOUT))
            .isInstanceOf(IOException.class);
        assertThat(copy).doesNotExist();
        assertThat(Files.exists(from)).isEqualTo(from.equals(letter));
      }
      assertThatThrownBy(() ->
              Database.backUp("jdbc:postgresql://db.example/bot", copy, Database.LOCK_TIMEOUT))
          .hasMessageContainingAll("db.example", "pg_dump");
    }

    @Test
    void a_folder_that_can_not_be_made_is_named() throws IOException {
      Path notAFolder = Files.writeString(folder.resolve("file"), "");
      assertThatThrownBy(() -> TestDatabase.open("jdbc:sqlite:" + notAFolder.resolve("bot.db")))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining(notAFolder.toString());
    }

    @Test
    void an_unreachable_server_is_named_without_the_password() throws IOException {
      int unused = UnusedPort.next();
      String url = "jdbc:postgresql://anna:hunter2@localhost:" + unused + "/bot";
      StoreUnavailable exception =
          catchThrowableOfType(StoreUnavailable.class, () -> TestDatabase.open(url));
      assertThat(exception).hasMessageContainingAll("localhost:" + unused + "/bot", "not reached");
      StringWriter trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_missing_database_is_named() {
      String url = TestDatabase.postgres().replaceAll("/test\\d+", "/nowhere");
      assertThatThrownBy(() -> TestDatabase.open(url))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContainingAll("/nowhere", "no database of that name");
    }
  }
}
