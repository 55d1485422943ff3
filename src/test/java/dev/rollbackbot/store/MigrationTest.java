package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Databases of earlier releases can be read. {@code src/test/resources/released} contains dumps by
 * release, taken after whole incidents; they never change. A release adds its schema's version to
 * the list below and its folder beside the others.
 */
final class MigrationTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final RunbookReader READER = new RunbookReader(Map.of());

  @TempDir static Path folder;

  /** A release and its newest migration. */
  record Release(String name, String schema) {}

  private static final List<Release> RELEASES = List.of(new Release("0.1.0", "2"));

  static Stream<Arguments> databases() {
    return RELEASES.stream()
        .flatMap(release ->
            Stream.of("resolved", "cancelled", "rolling-back")
                .flatMap(dump ->
                    Stream.of("SQLite", "PostgreSQL").map(db -> Arguments.of(release, dump, db))));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void data_of_an_earlier_release_is_read_and_can_be_continued(
      Release release, String dump, String kind) throws IOException, SQLException {
    String url = kind.equals("SQLite") ? TestDatabase.sqlite(folder) : TestDatabase.postgres();
    restore(
        url, release, Files.readString(RELEASED.resolve(release.name()).resolve(dump + ".sql")));

    try (Database database = Database.open(url, Incidents::evolve, READER::reread)) {
      GoldenFile.check("released-" + release.name() + "-" + dump + ".txt", described(database));
      assertThat(database.problem()).isEmpty();
      for (IncidentId busy : database.outbox().incidentsWithWaitingRows()) {
        assertThat(database.outbox().waiting(busy, 100)).isNotEmpty();
      }
      for (String job : database.jobs().unfinished()) {
        assertThat(database.jobs().find(job)).isPresent();
      }
    }
  }

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
    try (Connection connection = DriverManager.getConnection(url);
        Statement s = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String insert : data.split("(?<=\\);)\n(?=insert into )")) {
        s.execute(insert);
      }
      connection.commit();
    }
  }

  private static List<IncidentSummary> summaries(Database database) throws SQLException {
    List<IncidentSummary> all = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement s = connection.createStatement();
        ResultSet rs = s.executeQuery("select * from incident order by number desc")) {
      while (rs.next()) {
        all.add(
            new IncidentSummary(
                new IncidentId(rs.getInt("number")),
                rs.getString("runbook"),
                rs.getString("environment"),
                rs.getString("state"),
                Optional.ofNullable(rs.getString("channel")),
                Instant.parse(rs.getString("declared_at")),
                false));
      }
    }
    return all;
  }

  /** The state of each incident, and its whole timeline. */
  private static String described(Database database) throws SQLException {
    return summaries(database).stream()
        .map(summary -> {
          VersionedIncident loaded = database.incidents().load(summary.id()).orElseThrow();
          assertThat(loaded.incident()).isPresent();
          return summary
              + "\n"
              + loaded.incident().orElseThrow().state().getClass().getSimpleName()
              + " at version "
              + loaded.version()
              + "\n"
              + Timeline.of(database.incidents().events(summary.id())).stream()
                  .map(e -> e.at() + " " + e.text().plainText())
                  .collect(Collectors.joining("\n"))
              + "\n";
        })
        .collect(Collectors.joining("\n"));
  }
}
