package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.work.Bench.CARD;
import static dev.rollbackbot.work.Bench.PANEL;
import static dev.rollbackbot.work.Bench.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.Examples;
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
      new Command.Shown(Examples.NOON, Actor.BOT, Effect.Surface.PANEL);

  @Nested
  class Order {
    @Test
    void is_kept() {
      bench.start();
      IncidentId incident = bench.incident();
      bench.say(incident, "k", PANEL, post("one"), post("two"), CARD);
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("k0", "k1", "k2", "k3"));
      assertThat(world.deliveries)
          .allSatisfy(d -> {
            assertThat(d.maybeDone()).isFalse();
            assertThat(d.incident().id()).isEqualTo(incident);
          });
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      nothingIsScheduled();
    }

    @Test
    void is_kept_with_many_writers_and_two_workers_and_nothing_is_left_behind() {
      Map<IncidentId, AtomicInteger> inside = new ConcurrentHashMap<>();
      List<IncidentId> together = new CopyOnWriteArrayList<>();
      world.chat =
          d -> {
            AtomicInteger here =
                inside.computeIfAbsent(d.incident().id(), _ -> new AtomicInteger());
            if (here.incrementAndGet() > 1) {
              together.add(d.incident().id());
            }
            Thread.onSpinWait();
            here.decrementAndGet();
            return new Chat.Done(Optional.empty());
          };
      bench.start();
      bench.another().start(world);
      List<IncidentId> incidents = IntStream.range(0, 3).mapToObj(_ -> bench.incident()).toList();
      int rows = 40;
      incidents.parallelStream()
          .forEach(i -> {
            for (int n = 0; n < rows; n++) {
              bench.say(i, i.label() + "-" + n + "-", post("text"));
            }
          });
      soon(() -> assertThat(world.deliveries).hasSize(incidents.size() * rows));
      for (IncidentId incident : incidents) {
        assertThat(world.deliveredKeys().stream().filter(k -> k.startsWith(incident.label() + "-")))
            .containsExactlyElementsOf(
                IntStream.range(0, rows).mapToObj(n -> incident.label() + "-" + n + "-0").toList());
      }
      assertThat(together).isEmpty();
      nothingIsScheduled();
    }
  }

  @Nested
  class AskedWhileTheTaskEnds {
    /** The task updates the panel's clock only when nothing is left to deliver. */
    private void atTheEnd(Runnable action) {
      AtomicInteger ends = new AtomicInteger();
      bench.redraw =
          _ -> {
            if (ends.incrementAndGet() == 1) {
              action.run();
            }
            return Optional.empty();
          };
    }

    @Test
    void a_row_is_delivered() {
      IncidentId incident = bench.incident();
      atTheEnd(() -> bench.say(incident, "b", post("late")));
      bench.start();
      bench.say(incident, "a", post("first"));
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }

    @Test
    void a_row_that_is_committed_only_later_is_delivered() {
      IncidentId incident = bench.incident();
      CountDownLatch asked = new CountDownLatch(1);
      Runnable slowly =
          () ->
              bench.inTransaction(unit -> {
                unit.enqueue(incident, "b0", post("late"));
                bench.agenda.deliver(unit, incident);
                asked.countDown();
                await().pollDelay(Duration.ofMillis(400)).until(() -> true);
              });
      atTheEnd(() -> {
        Thread.ofPlatform().start(slowly);
        await().until(() -> asked.getCount() == 0);
      });
      bench.start();
      bench.say(incident, "a", post("first"));
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("a0", "b0"));
      nothingIsScheduled();
    }
  }

  @Nested
  class Surfaces {
    @Test
    void are_drawn_once_for_all_who_ask_and_before_posts_that_need_them() {
      IncidentId incident = bench.incident();
      bench.say(incident, "k", PANEL, post("one"), PANEL, post("two"), CARD, PANEL, CARD);
      bench.start();
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      assertThat(world.deliveredKeys()).containsExactly("k0", "k1", "k3", "k4");
    }

    @Test
    void are_drawn_again_for_who_asks_later() {
      bench.start();
      IncidentId incident = bench.incident();
      bench.say(incident, "a", PANEL);
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("a0"));
      bench.say(incident, "b", PANEL);
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("a0", "b0"));
    }

    @Test
    void are_drawn_again_while_a_clock_runs_on_them() {
      bench.redraw = _ -> Optional.of(Duration.ofMillis(100));
      bench.start();
      IncidentId incident = bench.incident();
      bench.say(incident, "a", PANEL);
      soon(() -> assertThat(world.deliveredKeys()).startsWith("a0", "redraw", "redraw", "redraw"));
      assertThat(world.deliveries.get(2).effect()).isEqualTo(PANEL);
      bench.say(incident, "b", post("in between"));
      soon(() -> assertThat(world.deliveredKeys()).contains("b0"));
      bench.redraw = _ -> Optional.empty();
      nothingIsScheduled();
    }

    @Test
    void that_can_not_be_drawn_are_told_once_though_telling_draws_again() {
      world.chat = _ -> new Chat.Lost("the panel", "is_archived");
      bench.start();
      IncidentId incident = bench.incident();
      bench.say(incident, "a", PANEL);
      bench.say(incident, "b", PANEL);
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      assertThat(world.told).hasSize(1);
    }
  }

  @Nested
  class CutOff {
    @Test
    void a_row_that_was_begun_says_so() {
      IncidentId incident = bench.incident();
      bench.say(incident, "k", post("one"), post("two"));
      bench.database.outbox().begin("k0");
      bench.start();
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("k0", "k1"));
      assertThat(world.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(true, false);
    }

    @Test
    void a_row_is_begun_for_good_before_it_is_delivered() {
      List<Boolean> begun = new CopyOnWriteArrayList<>();
      world.chat =
          d -> {
            begun.add(bench.database.outbox().waiting(d.incident().id(), 1).getFirst().maybeDone());
            return new Chat.Done(Optional.empty());
          };
      bench.start();
      bench.say(bench.incident(), "k", post("one"));
      soon(() -> assertThat(begun).containsExactly(true));
    }

    @Test
    void an_exception_is_tried_again_in_order() {
      AtomicInteger failures = new AtomicInteger();
      world.chat =
          _ -> {
            if (failures.incrementAndGet() <= 3) {
              throw new IllegalStateException("a bug");
            }
            return new Chat.Done(Optional.empty());
          };
      bench.start();
      bench.say(bench.incident(), "k", post("one"), post("two"));
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      assertThat(world.deliveredKeys()).containsExactly("k0", "k0", "k0", "k0", "k1");
      assertThat(world.deliveries)
          .extracting(Chat.Delivery::maybeDone)
          .containsExactly(false, true, true, true, false);
    }

    @Test
    void a_row_is_not_done_before_its_answer_is_told() {
      world.chat = _ -> new Chat.Done(Optional.of(SHOWN));
      world.deaf = true;
      bench.start();
      bench.say(bench.incident(), "k", PANEL);
      soon(() -> assertThat(world.deliveries).hasSizeGreaterThan(1));
      assertThat(world.deliveries.get(1).maybeDone()).isTrue();
      world.deaf = false;
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      assertThat(world.told).containsExactly(Map.entry("outbox:k0", SHOWN));
    }
  }

  @Nested
  class TakenOver {
    @Test
    void whoever_lost_the_task_may_not_send_and_notes_nothing() {
      IncidentId incident = bench.incident();
      List<Boolean> may = new CopyOnWriteArrayList<>();
      world.chat =
          d -> {
            may.add(d.fence().holds());
            bench.takenOver(OutboxTask.NAME, Instances.of(incident));
            may.add(d.fence().holds());
            return new Chat.Later(Duration.ofHours(1), "it was not sent", true);
          };
      bench.start();
      bench.say(incident, "k", post("one"), post("two"));
      soon(() -> assertThat(may).containsExactly(true, false));
      stays(() -> assertThat(world.deliveredKeys()).containsExactly("k0"));
      assertThat(bench.database.outbox().waiting(incident, 2).getFirst().notBefore()).isEmpty();
    }

    @Test
    void what_was_sent_before_stays_sent() {
      IncidentId incident = bench.incident();
      world.chat =
          _ -> {
            bench.takenOver(OutboxTask.NAME, Instances.of(incident));
            return new Chat.Done(Optional.empty());
          };
      bench.start();
      bench.say(incident, "k", post("one"), post("two"));
      soon(() -> assertThat(bench.database.outbox().waiting(incident, 2)).hasSize(1));
      stays(() -> assertThat(world.deliveredKeys()).containsExactly("k0"));
    }
  }

  @Nested
  class NotNow {
    @Test
    void waits_as_long_as_asked_while_others_go_on() {
      IncidentId limited = bench.incident();
      IncidentId other = bench.incident();
      List<Instant> tries = new ArrayList<>();
      world.chat =
          d -> {
            if (!d.key().equals("k0")) {
              return new Chat.Done(Optional.empty());
            }
            tries.add(Instant.now());
            return tries.size() == 1
                ? new Chat.Later(Duration.ofMillis(700), "rate limit", false)
                : new Chat.Done(Optional.empty());
          };
      bench.start();
      bench.say(limited, "k", post("one"), post("two"));
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("k0"));
      bench.say(other, "o", post("elsewhere"));
      bench.say(limited, "l", post("does not hasten"));
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("k0", "o0", "k0", "k1", "l0"));
      assertThat(Duration.between(tries.get(0), tries.get(1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(699));
      assertThat(world.deliveries.get(2).maybeDone()).as("it is known not to be done").isFalse();
    }

    @Test
    void being_told_to_wait_does_not_clear_up_what_an_earlier_attempt_did() {
      IncidentId incident = bench.incident();
      Iterator<Chat.Delivered> answers =
          List.<Chat.Delivered>of(
                  new Chat.Later(Duration.ofMillis(50), "no answer", true),
                  new Chat.Later(Duration.ofMillis(50), "rate limit", false),
                  new Chat.Done(Optional.empty()))
              .iterator();
      world.chat = _ -> answers.next();
      bench.start();
      bench.say(incident, "k", post("one"));
      soon(() -> assertThat(world.deliveries).hasSize(3));
      assertThat(world.deliveries.stream().map(Chat.Delivery::maybeDone))
          .containsExactly(false, true, true);
    }
  }

  @Nested
  class Never {
    @Test
    void is_told_and_the_conversation_goes_on() {
      world.chat =
          d ->
              d.key().equals("k0")
                  ? new Chat.Lost("a post", "channel_not_found")
                  : new Chat.Done(Optional.empty());
      bench.start();
      bench.say(bench.incident(), "k", post("one"), post("two"));
      soon(() -> assertThat(bench.database.outbox().busy()).isEmpty());
      assertThat(world.deliveredKeys()).containsExactly("k0", "k1");
      assertThat(world.told).containsOnlyKeys("outbox:k0");
      assertThat(world.told.get("outbox:k0"))
          .isInstanceOfSatisfying(
              Command.PostFailed.class,
              f -> {
                assertThat(f.what()).isEqualTo("a post");
                assertThat(f.why()).isEqualTo("channel_not_found");
              });
    }
  }

  @Nested
  class RollBacks {
    @Test
    void take_every_task_along() {
      IncidentId incident = bench.incident();
      assertThatThrownBy(() ->
              bench.inTransaction(unit -> {
                unit.enqueue(incident, "k", post("never said"));
                bench.agenda.deliver(unit, incident);
                bench.agenda.probe(unit, incident);
                bench.agenda.run(unit, incident, new Effect.RunJob("j", Examples.rollBack()));
                bench.agenda.wake(
                    unit, incident, new Effect.WakeAt(Effect.Timer.UPDATE, Instant.now()));
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(bench.tasks()).isEmpty();
      assertThat(bench.database.jobs().find("j")).isEmpty();
      bench.start();
      stays(() -> assertThat(world.deliveries).isEmpty());
      assertThat(world.told).isEmpty();
    }
  }

  @Nested
  class Sweeping {
    @Test
    void finds_rows_that_nobody_was_asked_to_deliver() {
      IncidentId incident = bench.incident();
      bench.inTransaction(unit -> unit.enqueue(incident, "k", post("forgotten")));
      bench.start();
      soon(() -> assertThat(world.deliveredKeys()).containsExactly("k"));
    }
  }
}
