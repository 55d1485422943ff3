package dev.rollbackbot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Nothing is lost and nothing happens twice, whatever goes wrong and whatever people press.
 *
 * <p>{@code -Dseed=42} runs that one again, with its trace; {@code -Dseeds=100000} as many with the
 * profile {@code thorough}.
 */
final class SimulationTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.rollbackbot");
  private static final int SHORT = 200;
  private static final int LONG = 10_000;
  private static final String TEMPLATE = "template.db";
  private static final String RUN = "run.db";

  private static Path folder = Path.of("");
  private static Level level;

  @BeforeAll
  static void open() throws IOException {
    level = LOG.getLevel();
    // They tell of every fault, of which there are thousands.
    LOG.setLevel(Level.OFF);
    Path memory = Path.of("/dev/shm");
    folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "simulation")
            : Files.createTempDirectory("simulation");
    database(TEMPLATE).close();
  }

  private static Database database(String name) {
    return Database.open(
        "jdbc:sqlite:" + folder.resolve(name), Incidents::evolve, _ -> SmallRunbook.whole());
  }

  @AfterAll
  static void close() throws IOException {
    LOG.setLevel(level);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Test
  void whatever_goes_wrong_it_ends_well() {
    String one = System.getProperty("seed");
    if (one != null) {
      run(Long.parseLong(one)).forEach(System.out::println);
      return;
    }
    runAll(0, SHORT);
  }

  @Test
  void a_seed_replays_the_same_run() {
    assertThat(run(7)).isEqualTo(run(7));
  }

  @Tag("thorough")
  @Test
  void thousands_of_seeds_end_well() {
    runAll(1_000_000, Long.getLong("seeds", LONG));
  }

  private static void runAll(long first, long count) {
    long began = System.nanoTime();
    LongStream.range(first, first + count).forEach(SimulationTest::run);
    double ms = (System.nanoTime() - began) / 1e6;
    System.out.printf("%,d seeds, %.1f ms each%n", count, ms / count);
  }

  private static List<String> run(long seed) {
    Simulation simulation = new Simulation(SimulationTest::fresh, () -> database(RUN), seed);
    try {
      simulation.run();
    } catch (SimulatedCrash | AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dseed=%d: %s%n%s"
              .formatted(seed, e.getMessage(), String.join("\n", simulation.tracingClock.lines())),
          e);
    } finally {
      simulation.close();
    }
    return simulation.tracingClock.lines();
  }

  /** A new, empty database; its tables are made once and copied. */
  private static Database fresh() {
    try {
      for (String ending : List.of("-wal", "-shm")) {
        Files.deleteIfExists(folder.resolve(RUN + ending));
      }
      Files.copy(
          folder.resolve(TEMPLATE), folder.resolve(RUN), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return database(RUN);
  }
}
