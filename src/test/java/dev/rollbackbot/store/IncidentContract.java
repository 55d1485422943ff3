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
    void what_was_appended_is_there_after_a_restart() {
      IncidentId id = declare("shop");
      happens(id, new Event.UpdateDue(NOON.plusNanos(123_456_000)));
      List<Event> before = store.events(id);
      VersionedIncident state = store.load(id).orElseThrow();
      reopen();
      assertThat(store.events(id)).isEqualTo(before).hasSize(2);
      assertThat(store.load(id)).contains(state);
    }

    @Test
    void nobody_knows_an_incident_that_was_never_declared() {
      assertThat(store.load(new IncidentId(99))).isEmpty();
      assertThat(store.events(new IncidentId(99))).isEmpty();
      in(unitOfWork ->
          assertThat(unitOfWork.load(new IncidentId(99)))
              .isEqualTo(new VersionedIncident(Optional.empty(), 0)));
    }

    @Test
    void a_second_writer_of_the_same_version_is_refused_and_changes_nothing() {
      IncidentId id = declare("shop");
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      List<Event> asked = List.of(new Event.ApprovalRequested(NOON));
      in(unitOfWork -> unitOfWork.append(id, 1, asked, incident));
      assertThatThrownBy(() ->
              in(unitOfWork -> {
                unitOfWork.enqueue(id, "late", new Effect.OpenChannel("late"));
                unitOfWork.append(id, 1, List.of(closed()), incident);
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
      together(
          writers,
          () -> {
            for (int done = 0; done < each; ) {
              try {
                happens(id, new Event.UpdateDue(NOON));
                done++;
              } catch (VersionConflict e) {
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
              in(unitOfWork -> {
                unitOfWork.claimKey("key", "");
                unitOfWork.afterCommit(committed::incrementAndGet);
                append(unitOfWork, id, closed());
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.events(id)).hasSize(1);
      assertThat(store.<Boolean>inTransaction(unitOfWork -> unitOfWork.claimKey("key", "")))
          .isTrue();
      assertThat(committed).hasValue(0);
    }

    @Test
    void the_runbook_is_kept_as_it_was() {
      IncidentId id = declare("shop");
      reopen();
      Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
      assertThat(incident.details().runbook()).isEqualTo(StoreExamples.runbook("shop"));
    }
  }

  @Nested
  class IncidentNumbers {
    @Test
    void are_given_in_order_and_without_gaps() {
      assertThatThrownBy(() ->
              in(unitOfWork -> {
                unitOfWork.allocate(aRunbook(), "production", NOON);
                throw new IllegalArgumentException("taken back");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(1));
      assertThat(declare(aRunbook())).isEqualTo(new IncidentId(2));
    }

    @Test
    void there_is_one_open_incident_per_runbook_and_environment() {
      IncidentId open = declare("shop");
      in(unitOfWork -> {
        assertThat(unitOfWork.allocate("shop", "production", NOON)).isEmpty();
        assertThat(unitOfWork.openIncident("shop", "production")).contains(open);
        assertThat(unitOfWork.openIncident("shop", "staging")).isEmpty();
      });
      in(unitOfWork -> assertThat(unitOfWork.allocate("shop", "staging", NOON)).isPresent());
      happens(open, closed());
      in(unitOfWork -> assertThat(unitOfWork.openIncident("shop", "production")).isEmpty());
      assertThat(declare("shop").number()).isGreaterThan(open.number());
    }

    @Test
    void many_declare_at_once_and_one_wins() throws Exception {
      List<Boolean> won =
          together(
              8,
              () ->
                  store.inTransaction(unitOfWork -> {
                    Optional<IncidentId> id = unitOfWork.allocate("shop", "production", NOON);
                    id.ifPresent(incidentId -> {
                      unitOfWork.saveRunbook(StoreExamples.runbook("shop"));
                      append(unitOfWork, incidentId, StoreExamples.declared(incidentId, "shop"));
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
      assertThatThrownBy(() ->
              in(unitOfWork -> unitOfWork.append(old, 2, List.of(new Event.UpdateDue(NOON)), open)))
          .isInstanceOf(VersionConflict.class);
    }
  }

  @Nested
  class IdempotencyKeys {
    @Test
    void are_claimed_once_and_keep_their_answer() {
      in(unitOfWork -> {
        assertThat(unitOfWork.claimKey("k", "")).isTrue();
        assertThat(unitOfWork.previousResult("k")).contains("");
        unitOfWork.replaceResult("k", "accepted 1");
      });
      reopen();
      in(unitOfWork -> {
        assertThat(unitOfWork.claimKey("k", "")).isFalse();
        assertThat(unitOfWork.previousResult("k")).contains("accepted 1");
        assertThat(unitOfWork.previousResult("other")).isEmpty();
      });
    }

    @Test
    void many_claim_one_at_once_and_one_wins() throws Exception {
      List<Boolean> won =
          together(8, () -> store.inTransaction(unitOfWork -> unitOfWork.claimKey("k", "")));
      assertThat(won).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void of_more_than_255_characters_are_refused() {
      in(unitOfWork -> assertThat(unitOfWork.claimKey("k".repeat(255), "")).isTrue());
      assertThatThrownBy(() -> in(unitOfWork -> unitOfWork.claimKey("k".repeat(256), "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256");
    }
  }
}
