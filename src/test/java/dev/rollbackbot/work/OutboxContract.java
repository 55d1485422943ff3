package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.work.WorkerFixture.CARD;
import static dev.rollbackbot.work.WorkerFixture.PANEL;
import static dev.rollbackbot.work.WorkerFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Delivery of the outbox, on every database. */
abstract class OutboxContract extends WorkContract {
  private static final Command SHOWN =
      new Command.LiveMessagePosted(StoreExamples.NOON, Actor.BOT, Effect.LiveMessage.PANEL);

  @Nested
  class DeliveryOrder {
    @Test
    void is_kept() {
      workerFixture.start();
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "k", PANEL, post("one"), post("two"), CARD);
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "k1", "k2", "k3"));
      assertThat(scriptedPorts.deliveries)
          .allSatisfy(delivery -> {
            assertThat(delivery.maybeDone()).isFalse();
            assertThat(delivery.incident().id()).isEqualTo(incident);
          });
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      nothingIsScheduled();
    }

    @Test
    void is_kept_with_many_writers_and_two_workers_and_nothing_is_left_behind() {
      Map<IncidentId, AtomicInteger> inside = new ConcurrentHashMap<>();
      List<IncidentId> together = new CopyOnWriteArrayList<>();
      scriptedPorts.chat =
          delivery -> {
            AtomicInteger here =
                inside.computeIfAbsent(delivery.incident().id(), _ -> new AtomicInteger());
            if (here.incrementAndGet() > 1) {
              together.add(delivery.incident().id());
            }
            Thread.onSpinWait();
            here.decrementAndGet();
            return new Chat.Completed(Optional.empty());
          };
      workerFixture.start();
      workerFixture.another().start(scriptedPorts);
      List<IncidentId> incidents =
          IntStream.range(0, 3).mapToObj(_ -> workerFixture.incident()).toList();
      int rows = 40;
      incidents.parallelStream()
          .forEach(incidentId -> {
            for (int n = 0; n < rows; n++) {
              workerFixture.say(incidentId, incidentId.label() + "-" + n + "-", post("text"));
            }
          });
      soon(() -> assertThat(scriptedPorts.deliveries).hasSize(incidents.size() * rows));
      for (IncidentId incident : incidents) {
        assertThat(
                scriptedPorts.deliveredKeys().stream()
                    .filter(k -> k.startsWith(incident.label() + "-")))
            .containsExactlyElementsOf(
                IntStream.range(0, rows).mapToObj(n -> incident.label() + "-" + n + "-0").toList());
      }
      assertThat(together).isEmpty();
      nothingIsScheduled();
    }
  }

  @Nested
  class EnqueuedWhileTheTaskEnds {
    /** The task updates the panel's clock only when nothing is left to deliver. */
    private void atTheEnd(Runnable action) {
      AtomicInteger ends = new AtomicInteger();
      workerFixture.redraw =
          _ -> {
            if (ends.incrementAndGet() == 1) {
              action.run();
            }
            return Optional.empty();
          };
    }

    @Test
    void a_row_is_delivered() {
      IncidentId incident = workerFixture.incident();
      atTheEnd(() -> workerFixture.say(incident, "b", post("late")));
      workerFixture.start();
      workerFixture.say(incident, "a", post("first"));
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }

    @Test
    void a_row_that_is_committed_only_later_is_delivered() {
      IncidentId incident = workerFixture.incident();
      CountDownLatch asked = new CountDownLatch(1);
      Runnable slowly =
          () ->
              workerFixture.inTransaction(unitOfWork -> {
                unitOfWork.enqueue(incident, "b0", post("late"));
                workerFixture.workScheduler.deliver(unitOfWork, incident);
                asked.countDown();
                await().pollDelay(Duration.ofMillis(400)).until(() -> true);
              });
      atTheEnd(() -> {
        Thread.ofPlatform().start(slowly);
        await().until(() -> asked.getCount() == 0);
      });
      workerFixture.start();
      workerFixture.say(incident, "a", post("first"));
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }
  }

  @Nested
  class RefreshedMessages {
    @Test
    void are_drawn_once_for_all_who_ask_and_before_posts_that_need_them() {
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "k", PANEL, post("one"), PANEL, post("two"), CARD, PANEL, CARD);
      workerFixture.start();
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "k1", "k3", "k4");
    }

    @Test
    void are_drawn_again_for_who_asks_later() {
      workerFixture.start();
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "a", PANEL);
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("a0"));
      workerFixture.say(incident, "b", PANEL);
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("a0", "b0"));
    }

    @Test
    void are_drawn_again_while_a_clock_runs_on_them() {
      workerFixture.redraw = _ -> Optional.of(Duration.ofMillis(100));
      workerFixture.start();
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "a", PANEL);
      soon(() ->
          assertThat(scriptedPorts.deliveredKeys()).startsWith("a0", "redraw", "redraw", "redraw"));
      assertThat(scriptedPorts.deliveries.get(2).effect()).isEqualTo(PANEL);
      workerFixture.say(incident, "b", post("in between"));
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).contains("b0"));
      workerFixture.redraw = _ -> Optional.empty();
      nothingIsScheduled();
    }

    @Test
    void that_can_not_be_drawn_are_told_once_though_telling_draws_again() {
      scriptedPorts.chat = _ -> new Chat.PermanentFailure("the panel", "is_archived");
      workerFixture.start();
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "a", PANEL);
      workerFixture.say(incident, "b", PANEL);
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(scriptedPorts.told).hasSize(1);
    }
  }

  @Nested
  class InterruptedDelivery {
    @Test
    void a_row_that_was_begun_says_so() {
      IncidentId incident = workerFixture.incident();
      workerFixture.say(incident, "k", post("one"), post("two"));
      workerFixture.database.outbox().markStarted("k0");
      workerFixture.start();
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "k1"));
      assertThat(scriptedPorts.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(true, false);
    }

    @Test
    void a_row_is_begun_for_good_before_it_is_delivered() {
      List<Boolean> begun = new CopyOnWriteArrayList<>();
      scriptedPorts.chat =
          delivery -> {
            begun.add(
                workerFixture
                    .database
                    .outbox()
                    .waiting(delivery.incident().id(), 1)
                    .getFirst()
                    .maybeDone());
            return new Chat.Completed(Optional.empty());
          };
      workerFixture.start();
      workerFixture.say(workerFixture.incident(), "k", post("one"));
      soon(() -> assertThat(begun).containsExactly(true));
    }

    @Test
    void an_exception_is_tried_again_in_order() {
      AtomicInteger failures = new AtomicInteger();
      scriptedPorts.chat =
          _ -> {
            if (failures.incrementAndGet() <= 3) {
              throw new IllegalStateException("a bug");
            }
            return new Chat.Completed(Optional.empty());
          };
      workerFixture.start();
      workerFixture.say(workerFixture.incident(), "k", post("one"), post("two"));
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "k0", "k0", "k0", "k1");
      assertThat(scriptedPorts.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(false, true, true, true, false);
    }

    @Test
    void a_row_is_not_done_before_its_answer_is_told() {
      scriptedPorts.chat = _ -> new Chat.Completed(Optional.of(SHOWN));
      scriptedPorts.deaf = true;
      workerFixture.start();
      workerFixture.say(workerFixture.incident(), "k", PANEL);
      soon(() -> assertThat(scriptedPorts.deliveries).hasSizeGreaterThan(1));
      assertThat(scriptedPorts.deliveries.get(1).maybeDone()).isTrue();
      scriptedPorts.deaf = false;
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(scriptedPorts.told).containsExactly(Map.entry("outbox:k0", SHOWN));
    }
  }

  @Nested
  class OutboxTakenOver {
    @Test
    void whoever_lost_the_task_may_not_send_and_notes_nothing() {
      IncidentId incident = workerFixture.incident();
      List<Boolean> may = new CopyOnWriteArrayList<>();
      scriptedPorts.chat =
          delivery -> {
            may.add(delivery.leaseCheck().isValid());
            workerFixture.takenOver(OutboxTask.NAME, TaskInstanceIds.of(incident));
            may.add(delivery.leaseCheck().isValid());
            return new Chat.RetryLater(Duration.ofHours(1), "it was not sent", true);
          };
      workerFixture.start();
      workerFixture.say(incident, "k", post("one"), post("two"));
      soon(() -> assertThat(may).containsExactly(true, false));
      stays(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0"));
      assertThat(workerFixture.database.outbox().waiting(incident, 2).getFirst().notBefore())
          .isEmpty();
    }

    @Test
    void what_was_sent_before_stays_sent() {
      IncidentId incident = workerFixture.incident();
      scriptedPorts.chat =
          _ -> {
            workerFixture.takenOver(OutboxTask.NAME, TaskInstanceIds.of(incident));
            return new Chat.Completed(Optional.empty());
          };
      workerFixture.start();
      workerFixture.say(incident, "k", post("one"), post("two"));
      soon(() -> assertThat(workerFixture.database.outbox().waiting(incident, 2)).hasSize(1));
      stays(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0"));
    }
  }

  @Nested
  class RetriedLater {
    @Test
    void waits_as_long_as_asked_while_others_go_on() {
      IncidentId limited = workerFixture.incident();
      IncidentId other = workerFixture.incident();
      List<Instant> tries = new ArrayList<>();
      scriptedPorts.chat =
          delivery -> {
            if (!delivery.key().equals("k0")) {
              return new Chat.Completed(Optional.empty());
            }
            tries.add(Instant.now());
            return tries.size() == 1
                ? new Chat.RetryLater(Duration.ofMillis(700), "rate limit", false)
                : new Chat.Completed(Optional.empty());
          };
      workerFixture.start();
      workerFixture.say(limited, "k", post("one"), post("two"));
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0"));
      workerFixture.say(other, "o", post("elsewhere"));
      workerFixture.say(limited, "l", post("does not hasten"));
      soon(() ->
          assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "o0", "k0", "k1", "l0"));
      assertThat(Duration.between(tries.get(0), tries.get(1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(699));
      assertThat(scriptedPorts.deliveries.get(2).maybeDone())
          .as("it is known not to be done")
          .isFalse();
    }

    @Test
    void being_told_to_wait_does_not_clear_up_what_an_earlier_attempt_did() {
      IncidentId incident = workerFixture.incident();
      Iterator<Chat.DeliveryResult> answers =
          List.<Chat.DeliveryResult>of(
                  new Chat.RetryLater(Duration.ofMillis(50), "no answer", true),
                  new Chat.RetryLater(Duration.ofMillis(50), "rate limit", false),
                  new Chat.Completed(Optional.empty()))
              .iterator();
      scriptedPorts.chat = _ -> answers.next();
      workerFixture.start();
      workerFixture.say(incident, "k", post("one"));
      soon(() -> assertThat(scriptedPorts.deliveries).hasSize(3));
      assertThat(scriptedPorts.deliveries.stream().map(Chat.Delivery::maybeDone))
          .containsExactly(false, true, true);
    }
  }

  @Nested
  class PermanentlyFailed {
    @Test
    void is_told_and_the_conversation_goes_on() {
      scriptedPorts.chat =
          delivery ->
              delivery.key().equals("k0")
                  ? new Chat.PermanentFailure("a post", "channel_not_found")
                  : new Chat.Completed(Optional.empty());
      workerFixture.start();
      workerFixture.say(workerFixture.incident(), "k", post("one"), post("two"));
      soon(() -> assertThat(workerFixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(scriptedPorts.deliveredKeys()).containsExactly("k0", "k1");
      assertThat(scriptedPorts.told).containsOnlyKeys("outbox:k0");
      assertThat(scriptedPorts.told.get("outbox:k0"))
          .isInstanceOfSatisfying(
              Command.DeliveryFailed.class,
              deliveryFailed -> {
                assertThat(deliveryFailed.what()).isEqualTo("a post");
                assertThat(deliveryFailed.why()).isEqualTo("channel_not_found");
              });
    }
  }

  @Nested
  class RolledBackTransactions {
    @Test
    void take_every_task_along() {
      IncidentId incident = workerFixture.incident();
      assertThatThrownBy(() ->
              workerFixture.inTransaction(unitOfWork -> {
                unitOfWork.enqueue(incident, "k", post("never said"));
                workerFixture.workScheduler.deliver(unitOfWork, incident);
                workerFixture.workScheduler.probe(unitOfWork, incident);
                workerFixture.workScheduler.run(
                    unitOfWork, incident, new Effect.RunJob("j", StoreExamples.rollBack()));
                workerFixture.workScheduler.wake(
                    unitOfWork, incident, new Effect.WakeAt(Effect.Timer.UPDATE, Instant.now()));
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(workerFixture.tasks()).isEmpty();
      assertThat(workerFixture.database.jobs().find("j")).isEmpty();
      workerFixture.start();
      stays(() -> assertThat(scriptedPorts.deliveries).isEmpty());
      assertThat(scriptedPorts.told).isEmpty();
    }
  }

  @Nested
  class MissedWork {
    @Test
    void finds_rows_that_nobody_was_asked_to_deliver() {
      IncidentId incident = workerFixture.incident();
      workerFixture.inTransaction(
          unitOfWork -> unitOfWork.enqueue(incident, "k", post("forgotten")));
      workerFixture.start();
      soon(() -> assertThat(scriptedPorts.deliveredKeys()).containsExactly("k"));
    }
  }
}
