package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The outbox, jobs, messages, artifacts and rollback history, on every database. */
abstract class RowContract extends StoreContract {
  @Nested
  class NewerBots {
    @Test
    void that_changed_the_schema_stop_this_one_from_reading_and_writing() throws Exception {
      AtomicInteger found = new AtomicInteger();
      database.whenNewerBot(found::incrementAndGet);
      IncidentId id = declare(aRunbook());
      statement(
          "insert into flyway_schema_history (installed_rank, version, description, type, script,"
              + " checksum, installed_by, execution_time, success) values (9999, '9999', 'newer',"
              + " 'SQL', 'newer.sql', 1, 'newer', 1, true)");
      assertThat(store.load(id)).as("nothing was written yet").isPresent();
      isRefused(() -> append(id, closed()));
      isRefused(() -> store.load(id));
      assertThat(database.problem()).hasValueSatisfying(why -> assertThat(why).contains(NEWER));
      assertThat(found).hasValue(1);
      try (Connection connection = database.dataSource().getConnection();
          Statement s = connection.createStatement();
          ResultSet events =
              s.executeQuery(
                  "select count(*) from incident_event where incident = " + id.number())) {
        assertThat(events.next()).isTrue();
        assertThat(events.getInt(1)).isOne();
      }
    }

    @Test
    void that_recorded_what_this_one_does_not_know_stop_it_too() throws Exception {
      AtomicInteger found = new AtomicInteger();
      database.whenNewerBot(found::incrementAndGet);
      IncidentId other = declare(aRunbook());
      IncidentId id = declare(aRunbook());
      statement(
          "insert into incident_event (incident, sequence, type, json, actor, at) values ("
              + id.number()
              + ", 2, 'Newer', '{}', 'U1', '"
              + NOON
              + "')");
      isRefused(() -> append(id, closed()));
      isRefused(() -> append(other, closed()));
      assertThat(database.problem()).hasValueSatisfying(why -> assertThat(why).contains(NEWER));
      assertThat(found).hasValue(1);
    }

    private static final String NEWER = "a newer bot uses it";

    private static void isRefused(ThrowingCallable work) {
      assertThatThrownBy(work)
          .isInstanceOfSatisfying(
              StoreUnavailable.class, e -> assertThat(e.perhapsStored()).isFalse())
          .hasMessageContaining(NEWER);
    }

    private void statement(String sql) throws SQLException {
      try (Connection connection = database.dataSource().getConnection();
          Statement s = connection.createStatement()) {
        s.executeUpdate(sql);
      }
    }
  }

  @Nested
  class IncidentLists {
    @Test
    void contain_open_incidents_only() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      append(second, channel("C2"));
      append(first, closed());
      assertThat(store.openIncidents())
          .containsExactly(
              new IncidentSummary(
                  second, "two", "production", "Preparing", Optional.of("C2"), NOON, false));
    }

    @Test
    void find_the_newest_open_incident_of_a_channel() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      IncidentId third = declare("three");
      append(first, channel("C"));
      append(second, channel("C"));
      append(third, channel("C"), closed());
      assertThat(store.findByChannel("C")).contains(second);
      append(first, closed());
      append(second, closed());
      assertThat(store.findByChannel("C")).contains(third);
      assertThat(store.findByChannel("D")).isEmpty();
    }

    @Test
    void contain_what_earlier_rollbacks_showed() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      inTransaction(
          unit -> unit.saveRollbackHistory(first, new Effect.RecordRollback("api", took(90))));
      inTransaction(
          unit -> unit.saveRollbackHistory(first, new Effect.RecordRollback("site", took(9))));
      inTransaction(
          unit -> unit.saveRollbackHistory(second, new Effect.RecordRollback("api", took(60))));
      assertThat(store.rollbackHistory(List.of("api", "nothing")))
          .isEqualTo(new RollbackHistory(List.of(), Map.of("api", took(60))));
      assertThat(store.rollbackHistory(List.of())).isEqualTo(RollbackHistory.NONE);
    }

    @Test
    void contain_the_marks_of_versions_the_newest_last() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      inTransaction(unit ->
          unit.saveVersionMarks(
              second,
              new Effect.MarkVersions(
                  NOON,
                  List.of(
                      mark("INC-2", "api", "v2", VersionMark.MarkVerdict.BAD),
                      mark("INC-2", "site", "s1", VersionMark.MarkVerdict.GOOD)))));
      VersionMark later = mark("INC-1", "api", "v2", VersionMark.MarkVerdict.GOOD);
      inTransaction(unit ->
          unit.saveVersionMarks(
              first, new Effect.MarkVersions(NOON.plusSeconds(1), List.of(later))));
      RollbackHistory found = store.rollbackHistory(List.of("api"));
      assertThat(found.marks()).hasSize(2).last().isEqualTo(later);
      assertThat(found.mark(service("api"), "v2")).contains(later);
      assertThat(found.mark(service("site"), "s1")).isEmpty();
      inTransaction(unit -> unit.deleteVersionMarks(first));
      assertThat(store.rollbackHistory(List.of("api")).marks()).hasSize(1).doesNotContain(later);
    }

    @Test
    void contain_what_an_earlier_release_marked_as_not_verified() throws Exception {
      IncidentId incident = declare("one");
      inTransaction(
          unit -> unit.saveRollbackHistory(incident, new Effect.RecordRollback("api", took(9))));
      try (Connection connection = database.dataSource().getConnection();
          Statement s = connection.createStatement()) {
        s.executeUpdate("update rollback_history set bad_versions = '[\"v1\"]'");
      }
      assertThat(store.rollbackHistory(List.of("api")).mark(service("api"), "v1"))
          .hasValueSatisfying(mark -> {
            assertThat(mark.verdict()).isEqualTo(VersionMark.MarkVerdict.BAD);
            assertThat(mark.reason()).contains("whether that helped was not recorded");
          });
    }

    private static ServiceRef service(String resource) {
      Service service =
          new Service(resource, resource, Service.ServiceKind.WORKER, Optional.empty());
      return ServiceRef.of(service, resource, Optional.empty());
    }

    private static VersionMark mark(
        String incident, String resource, String version, VersionMark.MarkVerdict verdict) {
      return new VersionMark(incident, resource, version, verdict, "orders fail");
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
      inTransaction(unit -> {
        unit.enqueue(id, "b", post("first"));
        unit.enqueue(id, "a", post("second"));
        unit.enqueue(id, "b", post("again"));
        unit.enqueue(other, "c", post("elsewhere"));
      });
      inTransaction(unit -> unit.enqueue(id, "0", post("third")));
      assertThat(rows(id)).extracting(Outbox.OutboxRow::key).containsExactly("b", "a", "0");
      assertThat(rows(id)).extracting(Outbox.OutboxRow::effect).startsWith(post("first"));
      assertThat(database.outbox().waiting(id, 1)).hasSize(1);
      assertThat(database.outbox().incidentsWithWaitingRows()).containsExactlyInAnyOrder(id, other);
    }

    @Test
    void a_row_stores_the_phase_of_its_delivery() {
      IncidentId id = declare("shop");
      inTransaction(unit -> unit.enqueue(id, "k", post("text")));
      assertThat(rows(id).getFirst().maybeDone()).isFalse();
      database.outbox().markStarted("k");
      reopen();
      assertThat(rows(id).getFirst().maybeDone()).isTrue();
      database.outbox().postpone("k", NOON, "rate limit", false);
      assertThat(rows(id))
          .containsExactly(
              new Outbox.OutboxRow(
                  "k", post("text"), false, Optional.of(NOON), DeliveryDestinations.CHANNEL, 1));
      database.outbox().markDelivered(List.of("k"));
      assertThat(rows(id)).isEmpty();
      assertThat(database.outbox().incidentsWithWaitingRows()).isEmpty();
    }

    @Test
    void failed_rows_no_longer_wait() {
      IncidentId id = declare("shop");
      inTransaction(unit -> unit.enqueue(id, "k", post("text")));
      database.outbox().markFailed(List.of("k"), "channel_not_found");
      assertThat(rows(id)).isEmpty();
    }

    private List<Outbox.OutboxRow> rows(IncidentId id) {
      return database.outbox().waiting(id, 100);
    }

    private static Effect.Post post(String text) {
      return new Effect.Post(Effect.Destination.CHANNEL, "", RichText.of(text), Optional.empty());
    }
  }

  @Nested
  class JobRows {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00.123Z");

    @Test
    void a_job_is_added_once_and_survives() {
      IncidentId id = declare("shop");
      Effect.RunJob job = new Effect.RunJob("INC-1/1", StoreExamples.rollBack());
      inTransaction(unit -> assertThat(unit.addJob(id, job)).isTrue());
      inTransaction(unit -> assertThat(unit.addJob(id, job)).isFalse());
      reopen();
      assertThat(database.jobs().find("INC-1/1"))
          .contains(
              new Jobs.StoredJob(
                  "INC-1/1",
                  id,
                  StoreExamples.rollBack(),
                  Jobs.JobPhase.NEW,
                  0,
                  Optional.empty(),
                  Optional.empty()));
      assertThat(database.jobs().unfinished()).containsExactly("INC-1/1");
      assertThat(database.jobs().find("INC-1/2")).isEmpty();
    }

    @Test
    void one_instance_takes_an_attempt_over_and_the_old_attempt_is_no_longer_current() {
      IncidentId id = declare("shop");
      Jobs jobs = database.jobs();
      inTransaction(unit -> unit.addJob(id, new Effect.RunJob("j", StoreExamples.rollBack())));
      assertThat(jobs.beginAttempt("j", 0, FIRST)).contains(1);
      assertThat(jobs.beginAttempt("j", 0, FIRST)).as("another instance was faster").isEmpty();
      assertThat(jobs.isCurrentAttempt("j", 1)).isTrue();
      assertThat(jobs.beginAttempt("j", 1, FIRST.plusSeconds(60))).contains(2);
      assertThat(jobs.find("j").orElseThrow().begun()).contains(FIRST);
      assertThat(jobs.isCurrentAttempt("j", 1)).isFalse();
      jobs.finish("j", 1);
      assertThat(jobs.find("j").orElseThrow().jobPhase()).isEqualTo(Jobs.JobPhase.STARTED);
      jobs.finish("j", 2);
      assertThat(jobs.find("j").orElseThrow().jobPhase()).isEqualTo(Jobs.JobPhase.FINISHED);
      assertThat(jobs.beginAttempt("j", 2, FIRST)).isEmpty();
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
    void the_first_text_of_an_artifact_stays() {
      String text = "line\n".repeat(10_000) + "ünïcödé \uD83D\uDE00";
      database.artifacts().save("j", text);
      database.artifacts().save("j", "again");
      reopen();
      assertThat(database.artifacts().find("j")).contains(text);
      assertThat(database.artifacts().find("k")).isEmpty();
    }

    @Test
    void writes_on_a_transactions_connection_are_rolled_back_with_it() {
      assertThatThrownBy(() ->
              inTransaction(unit -> {
                try (Statement s = database.connection(unit).createStatement()) {
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
    void actions_after_the_commit_read_what_was_committed() {
      List<Boolean> seen = new ArrayList<>();
      inTransaction(unit -> {
        IncidentId id = unit.allocate("shop", "production", false, NOON).orElseThrow();
        unit.saveRunbook(StoreExamples.runbook("shop"));
        append(unit, id, StoreExamples.declared(id, "shop"));
        unit.afterCommit(() -> seen.add(store.load(id).isPresent()));
        assertThat(seen).isEmpty();
      });
      assertThat(seen).containsExactly(true);
    }

    @Test
    void a_healthy_database_has_no_problem() {
      assertThat(database.problem()).isEmpty();
    }

    @Test
    void old_keys_are_deleted_at_the_start() throws Exception {
      inTransaction(unit -> unit.claimKey("old", ""));
      inTransaction(unit -> unit.claimKey("new", ""));
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
