package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.IncidentStore.VersionConflict;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
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

/** Incidents, their numbers and the keys of payloads, on every database. */
abstract class IncidentContract extends StoreContract {
  @Nested
  class EventHistories {
    @Test
    void appended_events_survive_a_restart() {
      IncidentId id = declare("shop");
      append(id, new Event.UpdateDue(NOON.plusNanos(123_456_000)));
      List<Event> before = store.events(id);
      VersionedIncident state = store.load(id).orElseThrow();
      reopen();
      assertThat(store.events(id)).isEqualTo(before).hasSize(2);
      assertThat(store.load(id)).contains(state);
    }

    @Test
    void an_incident_that_was_never_declared_is_empty() {
      assertThat(store.load(new IncidentId(99))).isEmpty();
      assertThat(store.events(new IncidentId(99))).isEmpty();
      inTransaction(unit ->
          assertThat(unit.load(new IncidentId(99)))
              .isEqualTo(new VersionedIncident(Optional.empty(), 0)));
    }

    @Test
    void a_second_writer_of_the_same_version_is_refused_and_changes_nothing() {
      IncidentId id = declare("shop");
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      List<Event> asked = List.of(new Event.ApprovalRequested(NOON));
      inTransaction(unit -> unit.append(id, 1, asked, incident));
      assertThatThrownBy(() ->
              inTransaction(unit -> {
                unit.enqueue(id, "late", new Effect.OpenChannel("late"));
                unit.append(id, 1, List.of(closed()), incident);
              }))
          .isInstanceOf(VersionConflict.class);
      assertThat(store.events(id)).hasSize(2);
      assertThat(database.outbox().waiting(id, 10)).isEmpty();
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
      IncidentId id = declare("shop");
      int writers = 8;
      int each = 5;
      AtomicInteger conflicts = new AtomicInteger();
      concurrently(
          writers,
          () -> {
            for (int done = 0; done < each; ) {
              try {
                append(id, new Event.UpdateDue(NOON));
                done++;
              } catch (VersionConflict e) {
                conflicts.incrementAndGet();
              }
            }
            return "";
          });
      assertThat(store.events(id)).hasSize(1 + writers * each);
      assertThat(conflicts).as("writers wait for each other").hasValue(0);
    }

    @Test
    void an_exception_rolls_everything_back() {
      IncidentId id = declare("shop");
      AtomicInteger committed = new AtomicInteger();
      assertThatThrownBy(() ->
              inTransaction(unit -> {
                unit.claimKey("key", "");
                unit.afterCommit(committed::incrementAndGet);
                append(unit, id, closed());
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.events(id)).hasSize(1);
      assertThat(store.<Boolean>inTransaction(unit -> unit.claimKey("key", ""))).isTrue();
      assertThat(committed).hasValue(0);
    }

    @Test
    void the_runbook_of_the_declaration_is_stored() {
      IncidentId id = declare("shop");
      reopen();
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      assertThat(incident.details().runbook()).isEqualTo(StoreExamples.runbook("shop"));
    }
  }

  @Nested
  class IncidentNumbers {
    @Test
    void are_assigned_in_order_and_without_gaps() {
      assertThatThrownBy(() ->
              inTransaction(unit -> {
                unit.allocate(aRunbook(), "production", false, NOON);
                throw new IllegalArgumentException("rolled back");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(1));
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(2));
    }

    @Test
    void there_is_one_open_incident_per_runbook_and_environment() {
      IncidentId open = declare("shop");
      inTransaction(unit -> {
        assertThat(unit.allocate("shop", "production", false, NOON)).isEmpty();
        assertThat(unit.openIncident("shop", "production")).contains(open);
        assertThat(unit.openIncident("shop", "staging")).isEmpty();
      });
      inTransaction(unit -> assertThat(unit.allocate("shop", "staging", false, NOON)).isPresent());
      append(open, closed());
      inTransaction(unit -> assertThat(unit.openIncident("shop", "production")).isEmpty());
      assertThat(declare("shop").number()).isGreaterThan(open.number());
    }

    @Test
    void a_drill_is_in_the_way_of_no_incident_and_an_incident_of_every_drill() {
      inTransaction(unit -> {
        Optional<IncidentId> drill = unit.allocate("shop", "production", true, NOON);
        assertThat(unit.openDrill("shop", "production")).isEqualTo(drill);
        assertThat(unit.openIncident("shop", "production")).isEmpty();
        assertThat(unit.allocate("shop", "production", true, NOON)).isEmpty();
        Optional<IncidentId> incident = unit.allocate("shop", "production", false, NOON);
        assertThat(unit.openIncident("shop", "production")).isEqualTo(incident).isPresent();
        assertThat(unit.allocate("shop", "staging", false, NOON)).isPresent();
        assertThat(unit.allocate("shop", "staging", true, NOON)).isEmpty();
      });
    }

    @Test
    void many_declare_at_once_and_one_wins() throws Exception {
      List<Boolean> won =
          concurrently(
              8,
              () ->
                  store.inTransaction(unit -> {
                    Optional<IncidentId> id = unit.allocate("shop", "production", false, NOON);
                    id.ifPresent(incidentId -> {
                      unit.saveRunbook(StoreExamples.runbook("shop"));
                      append(unit, incidentId, StoreExamples.declared(incidentId, "shop"));
                    });
                    return id.isPresent();
                  }));
      assertThat(won).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void many_declare_different_ones_at_once_and_all_get_a_number() throws Exception {
      List<IncidentId> ids = concurrently(8, () -> declare(aRunbook()));
      assertThat(ids.stream().map(IncidentId::number).sorted())
          .isEqualTo(IntStream.rangeClosed(1, 8).boxed().toList());
    }

    @Test
    void reopening_beside_a_newer_incident_is_a_conflict() {
      IncidentId old = declare("shop");
      Incident open = store.load(old).orElseThrow().incident().orElseThrow();
      append(old, closed());
      declare("shop");
      assertThatThrownBy(() ->
              inTransaction(unit -> unit.append(old, 2, List.of(new Event.UpdateDue(NOON)), open)))
          .isInstanceOf(VersionConflict.class);
    }
  }

  @Nested
  class IdempotencyKeys {
    @Test
    void are_claimed_once_and_keep_their_result() {
      inTransaction(unit -> {
        assertThat(unit.claimKey("k", "")).isTrue();
        assertThat(unit.previousResult("k")).contains("");
        unit.replaceResult("k", "accepted 1");
      });
      reopen();
      inTransaction(unit -> {
        assertThat(unit.claimKey("k", "")).isFalse();
        assertThat(unit.previousResult("k")).contains("accepted 1");
        assertThat(unit.previousResult("other")).isEmpty();
      });
    }

    @Test
    void many_claim_one_at_once_and_one_wins() throws Exception {
      List<Boolean> won =
          concurrently(8, () -> store.inTransaction(unit -> unit.claimKey("k", "")));
      assertThat(won).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void of_more_than_255_characters_are_refused() {
      inTransaction(unit -> assertThat(unit.claimKey("k".repeat(255), "")).isTrue());
      assertThatThrownBy(() -> inTransaction(unit -> unit.claimKey("k".repeat(256), "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256");
    }
  }
}
