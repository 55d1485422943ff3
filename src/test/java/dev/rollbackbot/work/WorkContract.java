package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a fixture with a database of its own. */
abstract class WorkContract {
  Bench bench;
  World world;

  /** A new, empty database. */
  abstract String url();

  @BeforeEach
  void open() {
    bench = new Bench(url());
    world = bench.world;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  static void soon(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  /** Is true now and stays so for a while. */
  static void stays(ThrowingRunnable assertion) {
    await().during(Duration.ofMillis(600)).untilAsserted(assertion);
  }

  void nothingIsScheduled() {
    soon(() -> assertThat(bench.tasks()).isEmpty());
  }
}
