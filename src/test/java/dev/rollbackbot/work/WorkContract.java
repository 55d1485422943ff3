package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(assertion);
  }

  /** Is true now and stays so for a while. */
  static void stays(ThrowingRunnable assertion) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(assertion);
  }

  void nothingIsScheduled() {
    soon(() -> assertThat(bench.tasks()).isEmpty());
  }
}
