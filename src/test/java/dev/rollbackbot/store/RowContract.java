package dev.rollbackbot.store;

import static dev.rollbackbot.store.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.IncidentStore.Summary;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.incident.Prose;
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
  class Lists {
    @Test
    void know_what_is_open() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      happens(second, channel("C2"));
      happens(first, closed());
      assertThat(store.open())
          .containsExactly(
              new Summary(second, "two", "production", "Preparing", Optional.of("C2"), NOON));
    }

    @Test
    void know_whose_conversation_is_in_a_channel() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      IncidentId third = declare("three");
      happens(first, channel("C"));
      happens(second, channel("C"));
      happens(third, channel("C"), closed());
      assertThat(store.inChannel("C")).contains(second);
      happens(first, closed());
      happens(second, closed());
      assertThat(store.inChannel("C")).contains(third);
      assertThat(store.inChannel("D")).isEmpty();
    }

    @Test
    void know_what_earlier_incidents_taught() {
      IncidentId first = declare("one");
      IncidentId second = declare("two");
      in(unit -> unit.remember(first, new Effect.Remember("api", List.of("v1", "v2"), took(90))));
      in(unit -> unit.remember(first, new Effect.Remember("site", List.of("s1"), took(9))));
      in(unit -> unit.remember(second, new Effect.Remember("api", List.of("v3"), took(60))));
      assertThat(store.lore(List.of("api", "nothing")))
          .isEqualTo(new Lore(Set.of("v1", "v2", "v3"), Map.of("api", took(60))));
      assertThat(store.lore(List.of())).isEqualTo(Lore.NONE);
    }

    private static Duration took(int seconds) {
      return Duration.ofSeconds(seconds);
    }
  }

  @Nested
  class Waiting {
    @Test
    void rows_keep_their_order_and_a_key_counts_once() {
      IncidentId id = declare("shop");
      IncidentId other = declare("other");
      in(unit -> {
        unit.enqueue(id, "b", post("first"));
        unit.enqueue(id, "a", post("second"));
        unit.enqueue(id, "b", post("again"));
        unit.enqueue(other, "c", post("elsewhere"));
      });
      in(unit -> unit.enqueue(id, "0", post("third")));
      assertThat(rows(id)).extracting(Outbox.Row::key).containsExactly("b", "a", "0");
      assertThat(rows(id)).extracting(Outbox.Row::effect).startsWith(post("first"));
      assertThat(database.outbox().waiting(id, 1)).hasSize(1);
      assertThat(database.outbox().busy()).containsExactlyInAnyOrder(id, other);
    }

    @Test
    void a_row_remembers_how_far_it_is() {
      IncidentId id = declare("shop");
      in(unit -> unit.enqueue(id, "k", post("text")));
      assertThat(rows(id).getFirst().maybeDone()).isFalse();
      database.outbox().begin("k");
      reopen();
      assertThat(rows(id).getFirst().maybeDone()).isTrue();
      database.outbox().postpone("k", NOON, "rate limit", false);
      assertThat(rows(id))
          .containsExactly(new Outbox.Row("k", post("text"), false, Optional.of(NOON)));
      database.outbox().done(List.of("k"));
      assertThat(rows(id)).isEmpty();
      assertThat(database.outbox().busy()).isEmpty();
    }

    @Test
    void rows_set_aside_wait_no_more() {
      IncidentId id = declare("shop");
      in(unit -> unit.enqueue(id, "k", post("text")));
      database.outbox().setAside(List.of("k"), "channel_not_found");
      assertThat(rows(id)).isEmpty();
    }

    private List<Outbox.Row> rows(IncidentId id) {
      return database.outbox().waiting(id, 100);
    }

    private static Effect.Post post(String text) {
      return new Effect.Post(Effect.Place.CHANNEL, "", Prose.of(text));
    }
  }

  @Nested
  class JobRows {
    @Test
    void a_job_is_known_once_and_survives() {
      IncidentId id = declare("shop");
      Effect.RunJob job = new Effect.RunJob("INC-1/1", Examples.rollBack());
      in(unit -> assertThat(unit.addJob(id, job)).isTrue());
      in(unit -> assertThat(unit.addJob(id, job)).isFalse());
      reopen();
      assertThat(database.jobs().find("INC-1/1"))
          .contains(new Jobs.Entry("INC-1/1", id, Examples.rollBack(), Jobs.Phase.NEW, 0));
      assertThat(database.jobs().unfinished()).containsExactly("INC-1/1");
      assertThat(database.jobs().find("INC-1/2")).isEmpty();
    }

    @Test
    void an_attempt_is_taken_over_by_one_and_fences_the_old_one_off() {
      IncidentId id = declare("shop");
      Jobs jobs = database.jobs();
      in(unit -> unit.addJob(id, new Effect.RunJob("j", Examples.rollBack())));
      assertThat(jobs.begin("j", 0)).contains(1);
      assertThat(jobs.begin("j", 0)).as("somebody else was faster").isEmpty();
      assertThat(jobs.holds("j", 1)).isTrue();
      assertThat(jobs.begin("j", 1)).contains(2);
      assertThat(jobs.holds("j", 1)).isFalse();
      jobs.finish("j", 1);
      assertThat(jobs.find("j").orElseThrow().phase()).isEqualTo(Jobs.Phase.STARTED);
      jobs.finish("j", 2);
      assertThat(jobs.find("j").orElseThrow().phase()).isEqualTo(Jobs.Phase.FINISHED);
      assertThat(jobs.begin("j", 2)).isEmpty();
      assertThat(jobs.unfinished()).isEmpty();
    }
  }

  @Nested
  class Odds {
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
              in(unit -> {
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
    void what_waits_for_the_commit_finds_it_committed() {
      List<Boolean> seen = new ArrayList<>();
      in(unit -> {
        IncidentId id = unit.allocate("shop", "production", NOON).orElseThrow();
        unit.keep(Examples.runbook("shop"));
        append(unit, id, Examples.declared(id, "shop"));
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
    void old_keys_are_forgotten_at_the_start() throws Exception {
      in(unit -> unit.claim("old", ""));
      in(unit -> unit.claim("new", ""));
      long old = Instant.now().minus(Duration.ofDays(91)).toEpochMilli();
      try (Connection c = database.dataSource().getConnection();
          Statement s = c.createStatement()) {
        s.executeUpdate("update delivery set at = " + old + " where key = 'old'");
      }
      reopen();
      try (Connection c = database.dataSource().getConnection();
          Statement s = c.createStatement();
          ResultSet rs = s.executeQuery("select key from delivery")) {
        assertThat(rs.next()).isTrue();
        assertThat(rs.getString(1)).isEqualTo("new");
        assertThat(rs.next()).isFalse();
      }
    }
  }
}
