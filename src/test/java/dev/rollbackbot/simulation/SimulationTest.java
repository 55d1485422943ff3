package dev.rollbackbot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.store.RestartableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * No work is lost or done twice, whatever fails and whatever users press.
 *
 * <p>{@code -Dseed=42} repeats one run and prints its trace; {@code -Dseeds=100000} sets the number
 * of runs in the profile {@code thorough}, and {@code -Dfirst=2000000} where they begin. Runs with
 * a trigger and those without have the same numbers.
 */
@Order(2)
final class SimulationTest {
  private static final int SHORT = 200;
  private static final int LONG = 10_000;
  private static final int SHORT_TRIGGERED = SimulatedWatch.kinds();
  private static final int LONG_TRIGGERED = 2_000;

  private static Path folder = Path.of("");
  private static final SilentThreads SILENT = new SilentThreads();
  private static RestartableDatabase database;

  /**
   * Each run has many faults, and each fault is logged. Other tests run at the same time and look
   * at what is logged, so only this test is silent: its thread and those that are started from it.
   */
  private static final class SilentThreads extends TurboFilter {
    private final InheritableThreadLocal<Boolean> mark = new InheritableThreadLocal<>();

    @Override
    public FilterReply decide(
        Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
      return mark.get() == null ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  @BeforeAll
  static void open() throws IOException {
    SILENT.mark.set(true);
    context().addTurboFilter(SILENT);
    Path memory = Path.of("/dev/shm");
    folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "simulation")
            : Files.createTempDirectory("simulation");
    database =
        new RestartableDatabase(
            "jdbc:sqlite:" + folder.resolve("run.db"),
            id -> SmallRunbook.drilled(SmallRunbook.whole(id)));
  }

  @AfterAll
  static void close() throws IOException {
    context().getTurboFilterList().remove(SILENT);
    SILENT.mark.remove();
    database.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Test
  void every_run_ends_and_keeps_the_invariants() {
    String one = System.getProperty("seed");
    if (one != null) {
      run(Long.parseLong(one), false).forEach(System.out::println);
      return;
    }
    runAll(0, SHORT, false);
  }

  @Test
  void every_run_with_a_trigger_ends_and_keeps_the_invariants() {
    String one = System.getProperty("seed");
    if (one != null) {
      run(Long.parseLong(one), true).forEach(System.out::println);
      return;
    }
    runAll(0, SHORT_TRIGGERED, true);
  }

  @Test
  void a_seed_replays_the_same_run() {
    assertThat(run(7, false)).isEqualTo(run(7, false));
    assertThat(run(2, true)).isEqualTo(run(2, true));
  }

  @Tag("thorough")
  @Test
  void thousands_of_runs_end_and_keep_the_invariants() {
    runAll(Long.getLong("first", 1_000_000), Long.getLong("seeds", LONG), false);
  }

  @Tag("thorough")
  @Test
  void thousands_of_runs_with_a_trigger_end_and_keep_the_invariants() {
    runAll(Long.getLong("first", 1_000_000), Long.getLong("seeds", LONG_TRIGGERED), true);
  }

  private static void runAll(long first, long count, boolean triggered) {
    long began = System.nanoTime();
    Map<Long, AssertionError> failures = new TreeMap<>();
    for (long seed = first; seed < first + count; seed++) {
      try {
        var _ = run(seed, triggered);
      } catch (AssertionError e) {
        failures.put(seed, e);
      }
    }
    if (!failures.isEmpty()) {
      failures.values().forEach(e -> System.out.println(e.getMessage().lines().limit(3).toList()));
      throw new AssertionError("seeds " + failures.keySet(), failures.values().iterator().next());
    }
    double ms = (System.nanoTime() - began) / 1e6;
    System.out.printf("%,d seeds, %.1f ms each%n", count, ms / count);
  }

  private static List<String> run(long seed, boolean triggered) {
    database.clear();
    Simulation simulation = new Simulation(database, seed, triggered);
    try {
      simulation.run();
    } catch (SimulatedCrash | AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dseed=%d: %s%n%s"
              .formatted(seed, e.getMessage(), String.join("\n", simulation.clock.lines())),
          e);
    }
    return simulation.clock.lines();
  }
}
