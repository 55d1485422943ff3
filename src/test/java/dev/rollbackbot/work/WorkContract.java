package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a fixture with a database of its own. */
abstract class WorkContract {
  WorkerFixture workerFixture;
  ScriptedPorts scriptedPorts;

  /** A new, empty database. */
  abstract String url();

  @BeforeEach
  void open() {
    workerFixture = new WorkerFixture(url());
    scriptedPorts = workerFixture.scriptedPorts;
  }

  @AfterEach
  void close() {
    workerFixture.close();
  }

  static void soon(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  /** Is true now and stays so for a while. */
  static void stays(ThrowingRunnable assertion) {
    await().during(Duration.ofMillis(600)).untilAsserted(assertion);
  }

  void nothingIsScheduled() {
    soon(() -> assertThat(workerFixture.tasks()).isEmpty());
  }
}
