package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Golden;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a released version has stored, a newer one reads. {@code src/test/resources/released} holds,
 * by release, what databases of that release held after real conversations; nothing there is ever
 * changed. A release adds its schema's version to the list below and its folder beside the others.
 */
final class MigrationTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final RunbookReader READER = new RunbookReader(Map.of());

  @TempDir static Path folder;

  /** A release, and the newest migration that it had. */
  record Release(String name, String schema) {}

  private static final List<Release> RELEASES = List.of(new Release("0.1.0", "2"));

  static Stream<Arguments> databases() {
    return RELEASES.stream()
        .flatMap(r ->
            Stream.of("resolved", "cancelled", "rolling-back")
                .flatMap(dump ->
                    Stream.of("SQLite", "PostgreSQL").map(db -> Arguments.of(r, dump, db))));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void what_a_release_stored_is_read_and_goes_on(Release release, String dump, String kind)
      throws IOException, SQLException {
    String url = kind.equals("SQLite") ? TestDatabase.sqlite(folder) : TestDatabase.postgres();
    restore(
        url, release, Files.readString(RELEASED.resolve(release.name()).resolve(dump + ".sql")));

    try (Database database = Database.open(url, Incidents::evolve, READER::reread)) {
      Golden.check("released-" + release.name() + "-" + dump + ".txt", told(database));
      assertThat(database.problem()).isEmpty();
      for (IncidentId busy : database.outbox().busy()) {
        assertThat(database.outbox().waiting(busy, 100)).isNotEmpty();
      }
      for (String job : database.jobs().unfinished()) {
        assertThat(database.jobs().find(job)).isPresent();
      }
    }
  }

  /** As that release left it. */
  private static void restore(String url, Release release, String data) throws SQLException {
    if (url.startsWith("jdbc:sqlite:")) {
      Path.of(url.substring("jdbc:sqlite:".length())).getParent().toFile().mkdirs();
    }
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration")
        .target(release.schema())
        .load()
        .migrate();
    try (Connection c = DriverManager.getConnection(url);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      for (String insert : data.split("(?<=\\);)\n(?=insert into )")) {
        s.execute(insert);
      }
      c.commit();
    }
  }

  /** Where each incident is, and everything that its log says. */
  private static String told(Database database) {
    return database.incidents().recent(10).stream()
        .map(summary -> {
          Loaded loaded = database.incidents().load(summary.id()).orElseThrow();
          assertThat(loaded.incident()).isPresent();
          return summary
              + "\n"
              + loaded.incident().orElseThrow().state().getClass().getSimpleName()
              + " at version "
              + loaded.version()
              + "\n"
              + Timeline.of(database.incidents().events(summary.id())).stream()
                  .map(e -> e.at() + " " + e.text().plain())
                  .collect(Collectors.joining("\n"))
              + "\n";
        })
        .collect(Collectors.joining("\n"));
  }
}
