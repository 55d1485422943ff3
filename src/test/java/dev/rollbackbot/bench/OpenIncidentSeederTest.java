package dev.rollbackbot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.yaml.RunbookReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No test runs the benchmarks, so what they are filled with is looked at here. */
final class OpenIncidentSeederTest {
  private static final int EVENTS = 100;

  @TempDir Path folder;

  @Test
  void it_fills_a_database_with_incidents_that_roll_back() {
    String url = "jdbc:sqlite:" + folder.resolve("seeded.db");
    OpenIncidentSeeder.fill(url, 2, EVENTS);
    RunbookReader reader = new RunbookReader(Map.of());
    try (Database database = Database.open(url, Incidents::evolve, reader::reread)) {
      assertThat(database.incidents().openIncidents())
          .hasSize(2)
          .allSatisfy(summary -> {
            assertThat(summary.state()).isEqualTo("RollingBack");
            assertThat(database.incidents().events(summary.id()))
                .hasSizeGreaterThanOrEqualTo(EVENTS / 2);
          });
    }
  }
}
