package dev.rollbackbot.store;

import static dev.rollbackbot.store.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.AfterCommit;
import dev.rollbackbot.app.IncidentStore.Conflict;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How every database keeps incidents, their numbers and the keys of payloads. */
abstract class IncidentContract extends StoreContract {
  @Nested
  class Histories {
    @Test
    void what_was_appended_is_there_after_a_restart() {
      IncidentId id = declare("shop");
      happens(id, new Event.UpdateDue(NOON.plusNanos(123_456_000)));
      List<Event> before = store.events(id);
      Loaded state = store.load(id).orElseThrow();
      reopen();
      assertThat(store.events(id)).isEqualTo(before).hasSize(2);
      assertThat(store.load(id)).contains(state);
    }

    @Test
    void nobody_knows_an_incident_that_was_never_declared() {
      assertThat(store.load(new IncidentId(99))).isEmpty();
      assertThat(store.events(new IncidentId(99))).isEmpty();
      in(unit ->
          assertThat(unit.load(new IncidentId(99))).isEqualTo(new Loaded(Optional.empty(), 0)));
    }

    @Test
    void a_second_writer_of_the_same_version_is_refused_and_changes_nothing() {
      IncidentId id = declare("shop");
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      List<Event> asked = List.of(new Event.ApprovalAsked(NOON));
      in(unit -> unit.append(id, 1, asked, incident));
      assertThatThrownBy(() ->
              in(unit -> {
                unit.enqueue(id, "late", new Effect.OpenChannel("late"));
                unit.append(id, 1, List.of(closed()), incident);
              }))
          .isInstanceOf(Conflict.class);
      assertThat(store.events(id)).hasSize(2);
      assertThat(database.outbox().waiting(id, 10)).isEmpty();
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
      IncidentId id = declare("shop");
      int writers = 8;
      int each = 5;
      AtomicInteger conflicts = new AtomicInteger();
      together(
          writers,
          () -> {
            for (int done = 0; done < each; ) {
              try {
                happens(id, new Event.UpdateDue(NOON));
                done++;
              } catch (Conflict e) {
                conflicts.incrementAndGet();
              }
            }
            return "";
          });
      assertThat(store.events(id)).hasSize(1 + writers * each);
      assertThat(conflicts).as("they wait for each other instead").hasValue(0);
    }

    @Test
    void an_exception_rolls_everything_back() {
      IncidentId id = declare("shop");
      AtomicInteger committed = new AtomicInteger();
      assertThatThrownBy(() ->
              in(unit -> {
                unit.claim("key", "");
                unit.unwrap(AfterCommit.class).then(committed::incrementAndGet);
                append(unit, id, closed());
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.events(id)).hasSize(1);
      assertThat(store.<Boolean>inTransaction(unit -> unit.claim("key", ""))).isTrue();
      assertThat(committed).hasValue(0);
    }

    @Test
    void the_runbook_is_kept_as_it_was() {
      IncidentId id = declare("shop");
      reopen();
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      assertThat(incident.facts().runbook()).isEqualTo(Examples.runbook("shop"));
    }
  }

  @Nested
  class Numbers {
    @Test
    void are_given_in_order_and_without_gaps() {
      assertThatThrownBy(() ->
              in(unit -> {
                unit.allocate(aRunbook(), "production", NOON);
                throw new IllegalArgumentException("taken back");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(1));
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(2));
    }

    @Test
    void there_is_one_open_incident_per_runbook_and_environment() {
      IncidentId open = declare("shop");
      in(unit -> {
        assertThat(unit.allocate("shop", "production", NOON)).isEmpty();
        assertThat(unit.openIncident("shop", "production")).contains(open);
        assertThat(unit.openIncident("shop", "staging")).isEmpty();
      });
      in(unit -> assertThat(unit.allocate("shop", "staging", NOON)).isPresent());
      happens(open, closed());
      in(unit -> assertThat(unit.openIncident("shop", "production")).isEmpty());
      assertThat(declare("shop").number()).isGreaterThan(open.number());
    }

    @Test
    void many_declare_at_once_and_one_wins() throws Exception {
      List<Boolean> won =
          together(
              8,
              () ->
                  store.inTransaction(unit -> {
                    Optional<IncidentId> id = unit.allocate("shop", "production", NOON);
                    id.ifPresent(i -> {
                      unit.keep(Examples.runbook("shop"));
                      append(unit, i, Examples.declared(i, "shop"));
                    });
                    return id.isPresent();
                  }));
      assertThat(won).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void many_declare_different_ones_at_once_and_all_get_a_number() throws Exception {
      List<IncidentId> ids = together(8, () -> declare(aRunbook()));
      assertThat(ids.stream().map(IncidentId::number).sorted())
          .isEqualTo(IntStream.rangeClosed(1, 8).boxed().toList());
    }

    @Test
    void one_that_comes_back_beside_a_newer_one_is_a_conflict() {
      IncidentId old = declare("shop");
      Incident open = store.load(old).orElseThrow().incident().orElseThrow();
      happens(old, closed());
      declare("shop");
      assertThatThrownBy(
              () -> in(unit -> unit.append(old, 2, List.of(new Event.UpdateDue(NOON)), open)))
          .isInstanceOf(Conflict.class);
    }
  }

  @Nested
  class Keys {
    @Test
    void are_claimed_once_and_keep_their_answer() {
      in(unit -> {
        assertThat(unit.claim("k", "")).isTrue();
        assertThat(unit.answerTo("k")).contains("");
        unit.answer("k", "accepted 1");
      });
      reopen();
      in(unit -> {
        assertThat(unit.claim("k", "")).isFalse();
        assertThat(unit.answerTo("k")).contains("accepted 1");
        assertThat(unit.answerTo("other")).isEmpty();
      });
    }

    @Test
    void many_claim_one_at_once_and_one_wins() throws Exception {
      List<Boolean> won = together(8, () -> store.inTransaction(unit -> unit.claim("k", "")));
      assertThat(won).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void of_more_than_255_characters_are_refused() {
      in(unit -> assertThat(unit.claim("k".repeat(255), "")).isTrue());
      assertThatThrownBy(() -> in(unit -> unit.claim("k".repeat(256), "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256");
    }
  }
}
