package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a fixture with a database of its own. */
abstract class WorkContract {
  WorkerFixture fixture;
  ScriptedPorts ports;

  /** A new, empty database. */
  abstract String url();

  @BeforeEach
  void open() {
    fixture = new WorkerFixture(url());
    ports = fixture.ports;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static void eventually(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }

  /** Is true now and for the next 600 ms. */
  static void stays(ThrowingRunnable assertion) {
    await().during(Duration.ofMillis(600)).untilAsserted(assertion);
  }

  void nothingIsScheduled() {
    eventually(() -> assertThat(fixture.tasks()).isEmpty());
  }
}
