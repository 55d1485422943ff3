package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.work.WorkerFixture.CARD;
import static dev.rollbackbot.work.WorkerFixture.PANEL;
import static dev.rollbackbot.work.WorkerFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.UndeliveredPost;
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
import java.util.concurrent.atomic.AtomicReference;
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
    void is_kept_for_one_incident() {
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", PANEL, post("one"), post("two"), CARD);
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k0", "k1", "k2", "k3"));
      assertThat(ports.deliveries)
          .allSatisfy(delivery -> {
            assertThat(delivery.maybeDone()).isFalse();
            assertThat(delivery.incident().id()).isEqualTo(incident);
          });
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      nothingIsScheduled();
    }

    @Test
    void is_kept_with_many_writers_and_two_workers_and_no_row_is_left_behind() {
      Map<IncidentId, AtomicInteger> inside = new ConcurrentHashMap<>();
      List<IncidentId> together = new CopyOnWriteArrayList<>();
      ports.chat =
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
      fixture.start();
      fixture.another().start(ports);
      List<IncidentId> incidents = IntStream.range(0, 3).mapToObj(_ -> fixture.incident()).toList();
      int rows = 40;
      incidents.parallelStream()
          .forEach(incidentId -> {
            for (int n = 0; n < rows; n++) {
              fixture.enqueue(incidentId, incidentId.label() + "-" + n + "-", post("text"));
            }
          });
      eventually(() -> assertThat(ports.deliveries).hasSize(incidents.size() * rows));
      for (IncidentId incident : incidents) {
        assertThat(ports.deliveredKeys().stream().filter(k -> k.startsWith(incident.label() + "-")))
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
      fixture.redraw =
          _ -> {
            if (ends.incrementAndGet() == 1) {
              action.run();
            }
            return Optional.empty();
          };
    }

    @Test
    void a_row_is_delivered() {
      IncidentId incident = fixture.incident();
      atTheEnd(() -> fixture.enqueue(incident, "b", post("late")));
      fixture.start();
      fixture.enqueue(incident, "a", post("first"));
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }

    @Test
    void a_row_that_is_committed_only_later_is_delivered() {
      IncidentId incident = fixture.incident();
      CountDownLatch asked = new CountDownLatch(1);
      Runnable slowly =
          () ->
              fixture.inTransaction(unit -> {
                unit.enqueue(incident, "b0", post("late"));
                fixture.scheduler.deliver(unit, incident);
                asked.countDown();
                await().pollDelay(Duration.ofMillis(400)).until(() -> true);
              });
      atTheEnd(() -> {
        Thread.ofPlatform().start(slowly);
        await().until(() -> asked.getCount() == 0);
      });
      fixture.start();
      fixture.enqueue(incident, "a", post("first"));
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }
  }

  @Nested
  class RefreshedMessages {
    @Test
    void are_updated_once_for_all_waiting_rows_and_before_later_posts() {
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", PANEL, post("one"), PANEL, post("two"), CARD, PANEL, CARD);
      fixture.start();
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k0", "k1", "k3", "k4");
    }

    @Test
    void a_topic_that_a_later_one_replaces_is_not_set_after_it() {
      IncidentId incident = fixture.incident();
      ports.chat =
          delivery ->
              delivery.key().equals("k0")
                  ? new Chat.RetryLater(Duration.ofMillis(1), "ratelimited", false)
                  : new Chat.Completed(Optional.empty());
      fixture.enqueue(
          incident,
          "k",
          new Effect.SetTopic(RichText.of("old")),
          post("one"),
          new Effect.SetTopic(RichText.of("new")));
      fixture.start();
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k1", "k2");
    }

    @Test
    void are_updated_again_for_a_later_row() {
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "a", PANEL);
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("a0"));
      fixture.enqueue(incident, "b", PANEL);
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("a0", "b0"));
    }

    @Test
    void are_updated_while_they_show_elapsed_time() {
      fixture.redraw = _ -> Optional.of(Duration.ofMillis(100));
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "a", PANEL);
      eventually(
          () -> assertThat(ports.deliveredKeys()).startsWith("a0", "redraw", "redraw", "redraw"));
      assertThat(ports.deliveries.get(2).effect()).isEqualTo(PANEL);
      fixture.enqueue(incident, "b", post("in between"));
      eventually(() -> assertThat(ports.deliveredKeys()).contains("b0"));
      fixture.redraw = _ -> Optional.empty();
      nothingIsScheduled();
    }

    @Test
    void that_can_not_be_updated_are_reported_once() {
      ports.chat = _ -> new Chat.PermanentFailure("the panel", "is_archived");
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "a", PANEL);
      fixture.enqueue(incident, "b", PANEL);
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.reported).hasSize(1);
    }
  }

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

  @Nested
  class RetriedLater {
    @Test
    void waits_as_long_as_slack_asks_while_other_incidents_continue() {
      IncidentId limited = fixture.incident();
      IncidentId other = fixture.incident();
      List<Instant> tries = new ArrayList<>();
      ports.chat =
          delivery -> {
            if (!delivery.key().equals("k0")) {
              return new Chat.Completed(Optional.empty());
            }
            tries.add(Instant.now());
            return tries.size() == 1
                ? new Chat.RetryLater(Duration.ofMillis(700), "rate limit", false)
                : new Chat.Completed(Optional.empty());
          };
      fixture.start();
      fixture.enqueue(limited, "k", post("one"), post("two"));
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k0"));
      fixture.enqueue(other, "o", post("elsewhere"));
      fixture.enqueue(limited, "l", post("does not shorten the wait"));
      eventually(
          () -> assertThat(ports.deliveredKeys()).containsExactly("k0", "o0", "k0", "k1", "l0"));
      assertThat(Duration.between(tries.get(0), tries.get(1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(699));
      assertThat(ports.deliveries.get(2).maybeDone()).as("it was not delivered").isFalse();
    }

    @Test
    void a_rate_limit_does_not_tell_whether_an_earlier_attempt_was_delivered() {
      IncidentId incident = fixture.incident();
      Iterator<Chat.DeliveryResult> answers =
          List.<Chat.DeliveryResult>of(
                  new Chat.RetryLater(Duration.ofMillis(50), "no answer", true),
                  new Chat.RetryLater(Duration.ofMillis(50), "rate limit", false),
                  new Chat.Completed(Optional.empty()))
              .iterator();
      ports.chat = _ -> answers.next();
      fixture.start();
      fixture.enqueue(incident, "k", post("one"));
      eventually(() -> assertThat(ports.deliveries).hasSize(3));
      assertThat(ports.deliveries.stream().map(Chat.Delivery::maybeDone))
          .containsExactly(false, true, true);
    }
  }

  @Nested
  class BlockedDestination {
    private static final Effect.Post CUSTOMERS = stakeholders("#customers");
    private volatile boolean archived = true;

    private static Effect.Post stakeholders(String channel) {
      return new Effect.Post(
          Effect.Destination.STAKEHOLDERS,
          channel,
          RichText.of("text"),
          Optional.of(Effect.StakeholderNotice.FIRST));
    }

    private void blockCustomers() {
      ports.chat =
          delivery ->
              archived && DeliveryDestinations.of(delivery.effect()).contains("#customers")
                  ? new Chat.DestinationBlocked(
                      "the post to #customers", "is_archived", "Unarchive it.")
                  : new Chat.Completed(Optional.empty());
    }

    @Test
    void delays_only_itself_is_told_once_and_goes_on_in_order_when_it_is_mended() {
      blockCustomers();
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", CUSTOMERS, post("one"), CUSTOMERS, CARD, stakeholders("#eu"));
      eventually(() -> assertThat(ports.deliveredKeys()).contains("k0", "k1", "k3", "k4"));
      eventually(() ->
          assertThat(ports.deliveredKeys().stream().filter("k0"::equals).count())
              .as("it is tried again by itself")
              .isGreaterThan(2));
      fixture.enqueue(incident, "l", post("two"));
      eventually(() -> assertThat(ports.deliveredKeys()).contains("l0"));
      assertThat(ports.deliveredKeys()).doesNotContain("k2");
      assertThat(ports.reported).containsOnlyKeys("outbox:blocked:k0");
      assertThat(ports.reported.get("outbox:blocked:k0"))
          .isInstanceOfSatisfying(
              Command.DeliveryFailed.class,
              failed -> {
                assertThat(failed.remedy()).contains("Unarchive it.");
                assertThat(failed.undelivered())
                    .contains(new UndeliveredPost("#customers", Effect.StakeholderNotice.FIRST));
              });
      archived = false;
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).endsWith("k0", "k2");
    }

    @Test
    void is_tried_at_once_when_somebody_asks_who_is_told_if_it_is_refused_again() {
      blockCustomers();
      fixture.start();
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", CUSTOMERS);
      eventually(() -> assertThat(ports.reported).containsOnlyKeys("outbox:blocked:k0"));
      fixture.enqueue(incident, "again", new Effect.RepeatPost("#customers"));
      eventually(() -> assertThat(ports.reported).containsKey("outbox:blocked:again0"));
      eventually(() ->
          assertThat(fixture.database.outbox().waiting(incident, 9))
              .extracting(Outbox.OutboxRow::key)
              .containsExactly("k0"));
    }
  }

  @Nested
  class OutboxThatDoesNotMove {
    @Test
    void is_a_problem_while_the_same_row_stays_due() {
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", post("one"));
      AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
      OutboxProgress progress = new OutboxProgress(fixture.database.outbox(), now::get);
      assertThat(progress.get()).isEmpty();
      now.set(now.get().plusSeconds(61));
      assertThat(progress.get()).as("it may have just got its turn").isEmpty();
      now.set(now.get().plusSeconds(31));
      assertThat(progress.get().orElseThrow().text())
          .isEqualTo("a message of " + incident.label() + " is due and not sent");
      fixture.start();
      eventually(() -> assertThat(progress.get()).isEmpty());
    }

    @Test
    void is_none_while_slack_asks_to_wait() {
      IncidentId incident = fixture.incident();
      fixture.enqueue(incident, "k", post("one"), post("two"));
      Instant now = Instant.now();
      fixture.database.outbox().postpone("k0", now.plusSeconds(600), "rate limit", false);
      assertThat(fixture.database.outbox().overdue(now.plusSeconds(300))).isEmpty();
      assertThat(fixture.database.outbox().overdue(now.plusSeconds(700))).isPresent();
    }
  }

  @Nested
  class PermanentlyFailed {
    @Test
    void is_reported_and_later_rows_are_delivered() {
      ports.chat =
          delivery ->
              delivery.key().equals("k0")
                  ? new Chat.PermanentFailure("a post", "channel_not_found")
                  : new Chat.Completed(Optional.empty());
      fixture.start();
      fixture.enqueue(fixture.incident(), "k", post("one"), post("two"));
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k0", "k1");
      assertThat(ports.reported).containsOnlyKeys("outbox:k0");
      assertThat(ports.reported.get("outbox:k0"))
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
    void schedule_no_task() {
      IncidentId incident = fixture.incident();
      assertThatThrownBy(() ->
              fixture.inTransaction(unit -> {
                unit.enqueue(incident, "k", post("never said"));
                fixture.scheduler.deliver(unit, incident);
                fixture.scheduler.probe(unit, incident);
                fixture.scheduler.run(
                    unit, incident, new Effect.RunJob("j", StoreExamples.rollBack()));
                fixture.scheduler.wake(
                    unit, incident, new Effect.WakeAt(Effect.Timer.UPDATE, Instant.now()));
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(fixture.tasks()).isEmpty();
      assertThat(fixture.database.jobs().find("j")).isEmpty();
      fixture.start();
      stays(() -> assertThat(ports.deliveries).isEmpty());
      assertThat(ports.reported).isEmpty();
    }
  }

  @Nested
  class MissedWork {
    @Test
    void finds_rows_without_a_task() {
      IncidentId incident = fixture.incident();
      fixture.inTransaction(unit -> unit.enqueue(incident, "k", post("forgotten")));
      fixture.start();
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k"));
    }
  }
}
