package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.runbook.job.LockKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The locks of the providers' resources, on every database. */
abstract class LockContract extends StoreContract {
  private static final String API = "cloudflare/worker/api";
  private static final String SITE = "cloudflare/pages/site";
  private static final String TOPIC = "kafka/topic/orders";
  private static final Instant LATER = NOON.plusSeconds(60);

  @Nested
  class ALock {
    @Test
    void belongs_to_the_first_incident_and_the_second_sees_whose_it_is() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      assertThat(take(API, first, "U1", NOON)).isEmpty();
      assertThat(take(API, second, "U2", LATER))
          .contains(new LockHolder(first.number(), "U1", NOON, Optional.of(API), Optional.empty()));
      assertThat(take(SITE, second, "U2", LATER)).isEmpty();
      assertThat(store.incidentsWithLocks()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void is_taken_again_by_its_incident_and_keeps_its_time() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      assertThat(take(API, first, "U1", NOON)).isEmpty();
      assertThat(take(API, first, "U3", LATER)).isEmpty();
      assertThat(take(API, second, "U2", LATER))
          .contains(new LockHolder(first.number(), "U3", NOON, Optional.of(API), Optional.empty()));
    }

    @Test
    void is_free_once_it_is_released_and_others_are_kept() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      take(API, first, "U1", NOON);
      take(SITE, first, "U1", NOON);
      inTransaction(unit -> unit.releaseLocks(second, Set.of()));
      inTransaction(unit -> unit.releaseLocks(first, Set.of(SITE)));
      assertThat(take(API, second, "U2", LATER)).isEmpty();
      assertThat(take(SITE, second, "U2", LATER)).isPresent();
      inTransaction(unit -> unit.releaseLocks(first, Set.of()));
      assertThat(take(SITE, second, "U2", LATER)).isEmpty();
    }

    @Test
    void of_several_all_are_taken_or_none() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      IncidentId third = declare("three");
      assertThat(take(Set.of(SITE, TOPIC), first, "U1", NOON)).isEmpty();
      assertThat(take(TOPIC, second, "U2", LATER)).isPresent();
      take("queue/own", second, "U2", LATER);
      assertThat(take(Set.of(API, SITE, "queue/own"), second, "U2", LATER))
          .contains(
              new LockHolder(first.number(), "U1", NOON, Optional.of(SITE), Optional.empty()));
      assertThat(take(API, third, "U3", LATER)).as("none of them was taken").isEmpty();
      assertThat(take("queue/own", third, "U3", LATER)).as("it had that one").isPresent();
    }

    @Test
    void of_a_part_keeps_out_who_uses_the_whole_and_no_other_part() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      IncidentId third = declare("three");
      String whole = "github/job/shop/web/deploy.yml";
      String api = LockKeys.part(whole, API);
      assertThat(take(api, first, "U1", NOON)).isEmpty();
      assertThat(take(LockKeys.part(whole, SITE), second, "U2", LATER)).isEmpty();
      assertThat(take(whole, third, "U3", LATER))
          .contains(new LockHolder(first.number(), "U1", NOON, Optional.of(api), Optional.empty()));
      assertThat(take(whole + "x", third, "U3", LATER)).as("another one").isEmpty();
      inTransaction(unit -> unit.releaseLocks(first, Set.of()));
      inTransaction(unit -> unit.releaseLocks(second, Set.of()));
      assertThat(take(whole, third, "U3", LATER)).isEmpty();
      assertThat(take(api, first, "U1", LATER))
          .contains(
              new LockHolder(third.number(), "U3", LATER, Optional.of(whole), Optional.empty()));
      assertThat(take(api, third, "U3", LATER)).as("it has the whole").isEmpty();
      assertThat(take(LockKeys.part(whole, SITE), second, "U2", LATER)).isPresent();
    }

    @Test
    void is_as_it_was_after_a_restart_and_after_a_transaction_that_failed() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      take(API, first, "U1", NOON);
      try {
        inTransaction(unit -> {
          unit.releaseLocks(first, Set.of());
          throw new IllegalArgumentException("no");
        });
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessage("no");
      }
      reopen();
      assertThat(take(API, second, "U2", LATER)).isPresent();
    }

    @Test
    void is_given_to_one_if_a_whole_and_a_part_of_it_are_asked_for_at_once() throws Exception {
      String whole = "github/job/shop/web/deploy.yml";
      List<IncidentId> incidents = List.of(declare("one"), declare("two"));
      AtomicInteger next = new AtomicInteger();
      List<Optional<LockHolder>> answers =
          concurrently(
              incidents.size(),
              () -> {
                int i = next.getAndIncrement();
                return take(
                    i == 0 ? whole : LockKeys.part(whole, API), incidents.get(i), "U1", NOON);
              });
      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
    }

    @Test
    void is_given_to_one_of_many_who_ask_at_once() throws Exception {
      List<IncidentId> incidents =
          List.of(declare("one"), declare("two"), declare("three"), declare("four"));
      AtomicInteger next = new AtomicInteger();
      List<Optional<LockHolder>> answers =
          concurrently(
              incidents.size(), () -> take(API, incidents.get(next.getAndIncrement()), "U1", NOON));
      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
    }

    private Optional<LockHolder> take(String lock, IncidentId id, String lead, Instant at) {
      return take(Set.of(lock), id, lead, at);
    }

    private Optional<LockHolder> take(Set<String> locks, IncidentId id, String lead, Instant at) {
      String job = id.label() + "/1";
      return store.inTransaction(unit -> {
        unit.addJob(id, new Effect.RunJob(job, StoreExamples.rollBack()));
        return unit.takeLocks(locks, id, job, lead, at);
      });
    }
  }
}
