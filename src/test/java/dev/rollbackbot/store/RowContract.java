package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The outbox, jobs, messages, artifacts and rollback history, on every database. */
abstract class RowContract extends StoreContract {
  @Nested
  class IncidentLists {
    @Test
    void know_what_is_open() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      happens(second, channel("C2"));
      happens(first, closed());
      assertThat(store.openIncidents())
          .containsExactly(
              new IncidentSummary(
                  second, "two", "production", "Preparing", Optional.of("C2"), NOON));
    }

    @Test
    void know_whose_conversation_is_in_a_channel() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      IncidentId third = declare("three");
      happens(first, channel("C"));
      happens(second, channel("C"));
      happens(third, channel("C"), closed());
      assertThat(store.findByChannel("C")).contains(second);
      happens(first, closed());
      happens(second, closed());
      assertThat(store.findByChannel("C")).contains(third);
      assertThat(store.findByChannel("D")).isEmpty();
    }

    @Test
    void know_what_earlier_incidents_taught() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      in(unitOfWork ->
          unitOfWork.saveRollbackHistory(
              first, new Effect.RecordRollback("api", List.of("v1", "v2"), took(90))));
      in(unitOfWork ->
          unitOfWork.saveRollbackHistory(
              first, new Effect.RecordRollback("site", List.of("s1"), took(9))));
      in(unitOfWork ->
          unitOfWork.saveRollbackHistory(
              second, new Effect.RecordRollback("api", List.of("v3"), took(60))));
      assertThat(store.rollbackHistory(List.of("api", "nothing")))
          .isEqualTo(new RollbackHistory(Set.of("v1", "v2", "v3"), Map.of("api", took(60))));
      assertThat(store.rollbackHistory(List.of())).isEqualTo(RollbackHistory.NONE);
    }

    private static Duration took(int seconds) {
      return Duration.ofSeconds(seconds);
    }
  }

  @Nested
  class OutboxRows {
    @Test
    void rows_keep_their_order_and_a_key_counts_once() {
      IncidentId id = declare("shop");
      IncidentId other = declare("other");
      in(unitOfWork -> {
        unitOfWork.enqueue(id, "b", post("first"));
        unitOfWork.enqueue(id, "a", post("second"));
        unitOfWork.enqueue(id, "b", post("again"));
        unitOfWork.enqueue(other, "c", post("elsewhere"));
      });
      in(unitOfWork -> unitOfWork.enqueue(id, "0", post("third")));
      assertThat(rows(id)).extracting(Outbox.OutboxRow::key).containsExactly("b", "a", "0");
      assertThat(rows(id)).extracting(Outbox.OutboxRow::effect).startsWith(post("first"));
      assertThat(database.outbox().waiting(id, 1)).hasSize(1);
      assertThat(database.outbox().incidentsWithWaitingRows()).containsExactlyInAnyOrder(id, other);
    }

    @Test
    void a_row_remembers_how_far_it_is() {
      IncidentId id = declare("shop");
      in(unitOfWork -> unitOfWork.enqueue(id, "k", post("text")));
      assertThat(rows(id).getFirst().maybeDone()).isFalse();
      database.outbox().markStarted("k");
      reopen();
      assertThat(rows(id).getFirst().maybeDone()).isTrue();
      database.outbox().postpone("k", NOON, "rate limit", false);
      assertThat(rows(id))
          .containsExactly(new Outbox.OutboxRow("k", post("text"), false, Optional.of(NOON)));
      database.outbox().markDelivered(List.of("k"));
      assertThat(rows(id)).isEmpty();
      assertThat(database.outbox().incidentsWithWaitingRows()).isEmpty();
    }

    @Test
    void rows_set_aside_wait_no_more() {
      IncidentId id = declare("shop");
      in(unitOfWork -> unitOfWork.enqueue(id, "k", post("text")));
      database.outbox().markFailed(List.of("k"), "channel_not_found");
      assertThat(rows(id)).isEmpty();
    }

    private List<Outbox.OutboxRow> rows(IncidentId id) {
      return database.outbox().waiting(id, 100);
    }

    private static Effect.Post post(String text) {
      return new Effect.Post(Effect.Destination.CHANNEL, "", RichText.of(text));
    }
  }

  @Nested
  class JobRows {
    @Test
    void a_job_is_known_once_and_survives() {
      IncidentId id = declare("shop");
      Effect.RunJob job = new Effect.RunJob("INC-1/1", StoreExamples.rollBack());
      in(unitOfWork -> assertThat(unitOfWork.addJob(id, job)).isTrue());
      in(unitOfWork -> assertThat(unitOfWork.addJob(id, job)).isFalse());
      reopen();
      assertThat(database.jobs().find("INC-1/1"))
          .contains(
              new Jobs.StoredJob("INC-1/1", id, StoreExamples.rollBack(), Jobs.JobPhase.NEW, 0));
      assertThat(database.jobs().unfinished()).containsExactly("INC-1/1");
      assertThat(database.jobs().find("INC-1/2")).isEmpty();
    }

    @Test
    void an_attempt_is_taken_over_by_one_and_fences_the_old_one_off() {
      IncidentId id = declare("shop");
      Jobs jobs = database.jobs();
      in(unitOfWork -> unitOfWork.addJob(id, new Effect.RunJob("j", StoreExamples.rollBack())));
      assertThat(jobs.beginAttempt("j", 0)).contains(1);
      assertThat(jobs.beginAttempt("j", 0)).as("somebody else was faster").isEmpty();
      assertThat(jobs.isCurrentAttempt("j", 1)).isTrue();
      assertThat(jobs.beginAttempt("j", 1)).contains(2);
      assertThat(jobs.isCurrentAttempt("j", 1)).isFalse();
      jobs.finish("j", 1);
      assertThat(jobs.find("j").orElseThrow().jobPhase()).isEqualTo(Jobs.JobPhase.STARTED);
      jobs.finish("j", 2);
      assertThat(jobs.find("j").orElseThrow().jobPhase()).isEqualTo(Jobs.JobPhase.FINISHED);
      assertThat(jobs.beginAttempt("j", 2)).isEmpty();
      assertThat(jobs.unfinished()).isEmpty();
    }
  }

  @Nested
  class OtherRows {
    @Test
    void a_message_is_found_again_and_replaced() {
      IncidentId id = declare("shop");
      database.messageRefs().save(id, "panel", new MessageRef("C1", "1.1"));
      database.messageRefs().save(id, "panel", new MessageRef("C1", "2.2"));
      reopen();
      assertThat(database.messageRefs().find(id, "panel")).contains(new MessageRef("C1", "2.2"));
      assertThat(database.messageRefs().find(id, "card")).isEmpty();
    }

    @Test
    void an_artifact_is_kept_as_it_was_first() {
      String text = "line\n".repeat(10_000) + "ünïcödé \uD83D\uDE00";
      database.artifacts().save("j", text);
      database.artifacts().save("j", "again");
      reopen();
      assertThat(database.artifacts().find("j")).contains(text);
      assertThat(database.artifacts().find("k")).isEmpty();
    }

    @Test
    void what_a_transactions_connection_writes_is_rolled_back_with_it() {
      assertThatThrownBy(() ->
              in(unitOfWork -> {
                try (Statement s = database.connection(unitOfWork).createStatement()) {
                  s.executeUpdate("insert into artifact (job, text) values ('x', 'y')");
                } catch (java.sql.SQLException e) {
                  throw new AssertionError(e);
                }
                throw new IllegalArgumentException("no");
              }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(database.artifacts().find("x")).isEmpty();
    }

    @Test
    void what_waits_for_the_commit_finds_it_committed() {
      List<Boolean> seen = new ArrayList<>();
      in(unitOfWork -> {
        IncidentId id = unitOfWork.allocate("shop", "production", NOON).orElseThrow();
        unitOfWork.saveRunbook(StoreExamples.runbook("shop"));
        append(unitOfWork, id, StoreExamples.declared(id, "shop"));
        unitOfWork.afterCommit(() -> seen.add(store.load(id).isPresent()));
        assertThat(seen).isEmpty();
      });
      assertThat(seen).containsExactly(true);
    }

    @Test
    void a_healthy_database_has_no_problem() {
      assertThat(database.problem()).isEmpty();
    }

    @Test
    void old_keys_are_forgotten_at_the_start() throws Exception {
      in(unitOfWork -> unitOfWork.claimKey("old", ""));
      in(unitOfWork -> unitOfWork.claimKey("new", ""));
      long old = Instant.now().minus(Duration.ofDays(91)).toEpochMilli();
      try (Connection connection = database.dataSource().getConnection();
          Statement s = connection.createStatement()) {
        s.executeUpdate("update delivery set at = " + old + " where key = 'old'");
      }
      reopen();
      try (Connection connection = database.dataSource().getConnection();
          Statement s = connection.createStatement();
          ResultSet rs = s.executeQuery("select key from delivery")) {
        assertThat(rs.next()).isTrue();
        assertThat(rs.getString(1)).isEqualTo("new");
        assertThat(rs.next()).isFalse();
      }
    }
  }
}
