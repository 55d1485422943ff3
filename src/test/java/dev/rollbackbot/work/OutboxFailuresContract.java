package dev.rollbackbot.work;

import static dev.rollbackbot.work.WorkerFixture.CARD;
import static dev.rollbackbot.work.WorkerFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.UndeliveredPost;
import dev.rollbackbot.store.StoreExamples;
import dev.rollbackbot.work.outbox.OutboxProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deliveries that fail or do not happen, on every database. */
abstract class OutboxFailuresContract extends WorkContract {
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
