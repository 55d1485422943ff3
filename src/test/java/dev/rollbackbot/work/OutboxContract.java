package dev.rollbackbot.work;

import static dev.rollbackbot.work.Bench.CARD;
import static dev.rollbackbot.work.Bench.PANEL;
import static dev.rollbackbot.work.Bench.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollbackbot.incident.IncidentId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the outbox is delivered, whatever the database. */
abstract class OutboxContract {
  Bench bench;

  abstract String url();

  @BeforeEach
  void open() {
    bench = new Bench(url());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void rows_are_delivered_in_order() {
    bench.start();
    IncidentId incident = bench.incident();
    bench.say(incident, "k", PANEL, post("one"), post("two"), CARD);
    await()
        .untilAsserted(
            () -> assertThat(bench.world.deliveredKeys()).containsExactly("k0", "k1", "k2", "k3"));
    await().untilAsserted(() -> assertThat(bench.database.outbox().busy()).isEmpty());
  }
}
