package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.ResponseRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a fixture with a database of its own. */
abstract class WorkContract {
  static final ProbeTarget HEALTH =
      new ProbeTarget(
          new Probe(
              "health",
              "Health",
              "gateway",
              new HttpGet(
                  "/health", Set.of(200), List.of(), Duration.ofSeconds(2), ResponseRules.NONE),
              Set.of()),
          Optional.of("https://shop.example.org"),
          "gateway",
          "live",
          Optional.empty(),
          Optional.empty());

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
