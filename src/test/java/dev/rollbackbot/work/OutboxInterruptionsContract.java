package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.work.WorkerFixture.PANEL;
import static dev.rollbackbot.work.WorkerFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deliveries whose worker ends in the middle of them, on every database. */
abstract class OutboxInterruptionsContract extends WorkContract {
  private static final Command SHOWN =
      new Command.LiveMessagePosted(StoreExamples.NOON, Actor.BOT, Effect.LiveMessage.PANEL);

  @Nested
  class InterruptedDelivery {
    @Test
    void a_row_that_an_earlier_process_started_may_have_been_delivered() {
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", post("one"), post("two"));
      fixture.database.outbox().markStarted("k0");
      fixture.start();
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k0", "k1"));
      assertThat(ports.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(true, false);
    }

    @Test
    void a_row_is_marked_as_started_before_it_is_delivered() {
      List<Boolean> begun = new CopyOnWriteArrayList<>();
      ports.chat =
          delivery -> {
            begun.add(
                fixture
                    .database
                    .outbox()
                    .waiting(delivery.incident().id(), 1)
                    .getFirst()
                    .maybeDone());
            return new Chat.Completed(Optional.empty());
          };
      fixture.start();
      fixture.enqueue(fixture.incident(), "k", post("one"));
      eventually(() -> assertThat(begun).containsExactly(true));
    }

    @Test
    void a_delivery_that_throws_is_retried_before_later_rows() {
      AtomicInteger failures = new AtomicInteger();
      ports.chat =
          _ -> {
            if (failures.incrementAndGet() <= 3) {
              throw new IllegalStateException("a bug");
            }
            return new Chat.Completed(Optional.empty());
          };
      fixture.start();
      fixture.enqueue(fixture.incident(), "k", post("one"), post("two"));
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k0", "k0", "k0", "k0", "k1");
      assertThat(ports.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(false, true, true, true, false);
    }

    @Test
    void a_row_is_not_delivered_before_its_report_is_stored() {
      ports.chat = _ -> new Chat.Completed(Optional.of(SHOWN));
      ports.storeAway = true;
      fixture.start();
      fixture.enqueue(fixture.incident(), "k", PANEL);
      eventually(() -> assertThat(ports.deliveries).hasSizeGreaterThan(1));
      assertThat(ports.deliveries.get(1).maybeDone()).isTrue();
      ports.storeAway = false;
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.reported).containsExactly(Map.entry("outbox:k0", SHOWN));
    }
  }

  @Nested
  class InterruptedByAStop {
    @Test
    void a_row_stays_waiting_and_may_have_been_delivered() {
      IncidentId incident = fixture.incident();
      CountDownLatch sending = new CountDownLatch(1);
      ports.chat =
          _ -> {
            sending.countDown();
            await().until(() -> Thread.currentThread().isInterrupted());
            return new Chat.RetryLater(Duration.ofHours(1), "interrupted", true);
          };
      fixture.start();
      fixture.enqueue(incident, "k", post("one"));
      await().until(() -> sending.getCount() == 0);
      fixture.worker.close();
      assertThat(fixture.database.outbox().waiting(incident, 1))
          .singleElement()
          .satisfies(row -> assertThat(row.maybeDone()).isTrue());
      assertThat(ports.reported).isEmpty();
    }
  }

  @Nested
  class OutboxTakenOver {
    @Test
    void a_worker_that_lost_the_task_may_not_send_and_stores_nothing() {
      IncidentId incident = fixture.incident();
      List<Boolean> may = new CopyOnWriteArrayList<>();
      ports.chat =
          delivery -> {
            may.add(delivery.leaseCheck().isValid());
            fixture.takenOver(OutboxTask.NAME, TaskInstanceIds.of(incident));
            may.add(delivery.leaseCheck().isValid());
            return new Chat.RetryLater(Duration.ofHours(1), "it was not sent", true);
          };
      fixture.start();
      fixture.enqueue(incident, "k", post("one"), post("two"));
      eventually(() -> assertThat(may).containsExactly(true, false));
      stays(() -> assertThat(ports.deliveredKeys()).containsExactly("k0"));
      assertThat(fixture.database.outbox().waiting(incident, 2).getFirst().notBefore()).isEmpty();
    }

    @Test
    void a_row_that_was_sent_before_the_takeover_stays_delivered() {
      IncidentId incident = fixture.incident();
      ports.chat =
          _ -> {
            fixture.takenOver(OutboxTask.NAME, TaskInstanceIds.of(incident));
            return new Chat.Completed(Optional.empty());
          };
      fixture.start();
      fixture.enqueue(incident, "k", post("one"), post("two"));
      eventually(() -> assertThat(fixture.database.outbox().waiting(incident, 2)).hasSize(1));
      stays(() -> assertThat(ports.deliveredKeys()).containsExactly("k0"));
    }
  }
}
