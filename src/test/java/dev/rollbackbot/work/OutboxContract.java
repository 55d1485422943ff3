package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.work.WorkerFixture.CARD;
import static dev.rollbackbot.work.WorkerFixture.PANEL;
import static dev.rollbackbot.work.WorkerFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import java.time.Duration;
import java.time.Instant;
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

/** Delivery of the outbox in order, on every database. */
abstract class OutboxContract extends WorkContract {
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
  class BesideAFile {
    private final CountDownLatch uploaded = new CountDownLatch(1);

    private Chat.DeliveryResult upload(Chat.Delivery delivery) {
      if (delivery.effect() instanceof Effect.FileUpload) {
        await().until(() -> uploaded.getCount() == 0);
      }
      return new Chat.Completed(Optional.empty());
    }

    private IncidentId uploading() {
      ports.chat = this::upload;
      fixture.start();
      IncidentId incident = fixture.shown();
      Effect.ForChat chart = new Effect.AttachChart("chart.png", RichText.of("No reading."));
      fixture.enqueue(incident, "k", chart, post("after"), PANEL, CARD);
      return incident;
    }

    @Test
    void messages_are_updated_and_posts_wait_for_it() {
      IncidentId incident = uploading();
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k2", "k0", "k3"));
      fixture.enqueue(incident, "click", PANEL);
      eventually(
          () -> assertThat(ports.deliveredKeys()).containsExactly("k2", "k0", "k3", "click0"));
      uploaded.countDown();
      eventually(() ->
          assertThat(ports.deliveredKeys()).containsExactly("k2", "k0", "k3", "click0", "k1"));
      nothingIsScheduled();
    }

    @Test
    void an_update_that_slack_does_not_take_now_is_tried_again_beside_it() {
      Duration pause = Duration.ofMillis(200);
      List<Instant> updates = new CopyOnWriteArrayList<>();
      ports.chat =
          delivery -> {
            if (!delivery.effect().equals(PANEL)) {
              return upload(delivery);
            }
            updates.add(Instant.now());
            return updates.size() == 1
                ? new Chat.RetryLater(pause, "limited", false)
                : new Chat.Completed(Optional.empty());
          };
      fixture.start();
      Effect.ForChat chart = new Effect.AttachChart("chart.png", RichText.of("No reading."));
      IncidentId incident = fixture.shown();
      fixture.enqueue(incident, "k", chart);
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k0"));
      fixture.enqueue(incident, "click", PANEL);
      eventually(() -> assertThat(ports.deliveredKeys()).containsExactly("k0", "click0", "click0"));
      assertThat(updates.get(1)).isAfterOrEqualTo(updates.getFirst().plus(pause));
      uploaded.countDown();
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k0", "click0", "click0");
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
      IncidentId incident = fixture.shown();
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
    void that_are_not_there_are_not_posted_because_time_passes() {
      fixture.redraw = _ -> Optional.of(Duration.ofMillis(20));
      fixture.start();
      fixture.enqueue(fixture.incident(), "a", CARD);
      eventually(() -> assertThat(ports.deliveredKeys()).contains("a0"));
      nothingIsScheduled();
      assertThat(ports.deliveredKeys()).containsExactly("a0");
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
  class UpdatesOfAPanelThatIsThere {
    @Test
    void overtake_posts_which_keep_their_order() {
      IncidentId incident = fixture.shown();
      fixture.enqueue(incident, "k", post("one"), post("two"), PANEL, post("three"), PANEL);
      fixture.start();
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k2", "k0", "k1", "k3");
    }

    @Test
    void hold_no_post_up_while_people_press_buttons_without_a_pause() {
      IncidentId incident = fixture.shown();
      AtomicInteger presses = new AtomicInteger();
      ports.chat =
          delivery -> {
            if (delivery.effect().equals(PANEL) && presses.incrementAndGet() < 4) {
              fixture.enqueue(incident, "p" + presses.get() + "-", PANEL);
            }
            return new Chat.Completed(Optional.empty());
          };
      fixture.enqueue(incident, "k", post("one"), post("two"), PANEL);
      fixture.start();
      eventually(() -> assertThat(ports.deliveries).hasSize(6));
      assertThat(ports.deliveredKeys()).containsExactly("k2", "k0", "p1-0", "k1", "p2-0", "p3-0");
    }

    @Test
    void hold_the_posts_up_while_slack_asks_to_wait() {
      IncidentId incident = fixture.shown();
      AtomicInteger tries = new AtomicInteger();
      ports.chat =
          delivery ->
              tries.incrementAndGet() == 1
                  ? new Chat.RetryLater(Duration.ofMillis(1), "ratelimited", false)
                  : new Chat.Completed(Optional.empty());
      fixture.enqueue(incident, "k", post("one"), PANEL);
      fixture.start();
      eventually(() -> assertThat(fixture.database.outbox().incidentsWithWaitingRows()).isEmpty());
      assertThat(ports.deliveredKeys()).containsExactly("k1", "k1", "k0");
    }
  }
}
