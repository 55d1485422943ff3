package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Running;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.store.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How jobs are run, whatever the database. */
abstract class JobContract extends WorkContract {
  private static final String JOB = "INC-1/1";
  private static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.RolledBack(Examples.live("41"), false), Duration.ofSeconds(4));
  private static final Outcome NOT_DONE = failed(Outcome.Kind.NOT_DONE);
  private static final Outcome UNKNOWN = new Outcome.Unknown("No answer in 10 s.");

  private IncidentId incident;

  @BeforeEach
  void declare() {
    incident = bench.incident();
  }

  private static Outcome failed(Outcome.Kind kind) {
    return new Outcome.Failed(kind, "code", "Text of " + kind + ".", Optional.empty());
  }

  private void run(Invocation invocation) {
    bench.run(incident, JOB, invocation);
  }

  /** As a process leaves it that died in the middle. */
  private void wasBegun(Invocation invocation) {
    run(invocation);
    assertThat(bench.database.jobs().begin(JOB, 0)).contains(1);
  }

  private void ends(Outcome outcome) {
    soon(() -> assertThat(world.outcomeOf(JOB)).contains(outcome));
    soon(() ->
        assertThat(bench.database.jobs().find(JOB).orElseThrow().phase())
            .isEqualTo(Jobs.Phase.FINISHED));
    nothingIsScheduled();
  }

  private Outcome endsSomehow() {
    soon(() -> assertThat(world.outcomeOf(JOB)).isPresent());
    return world.outcomeOf(JOB).orElseThrow();
  }

  @Nested
  class AJob {
    @Test
    void runs_once_though_asked_for_twice_and_by_two_workers() {
      world.runner = _ -> new Finished(DONE, "");
      run(Examples.rollBack());
      bench.start();
      bench.another().start(world);
      run(Examples.rollBack());
      ends(DONE);
      run(Examples.rollBack());
      stays(() -> assertThat(world.submitted).hasSize(1));
      assertThat(world.submitted).containsExactly(new Job(JOB, Examples.rollBack()));
      assertThat(world.tellings).containsExactly("job:" + JOB);
      assertThat(world.reconciled).isEmpty();
    }

    @Test
    void that_takes_its_time_is_asked_until_it_ends_and_what_it_captured_is_kept() {
      Outcome captured =
          new Outcome.Succeeded(new Outcome.Captured("logs.txt", 2), Duration.ofSeconds(30));
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      world.running =
          handle ->
              world.polled.size() < 3
                  ? new Running(handle)
                  : new Finished(captured, "line 1\nline 2\n");
      bench.start();
      run(new Invocation.CaptureLogs(List.of(Examples.GATEWAY_LIVE), Duration.ofSeconds(30)));
      ends(captured);
      assertThat(world.polled).hasSize(3).containsOnly(new Handle(JOB, "run-1"));
      assertThat(bench.database.artifacts().find(JOB)).contains("line 1\nline 2\n");
    }

    @Test
    void that_never_ends_is_stopped_and_its_outcome_is_unknown() {
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      bench.start();
      run(Examples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.cancelled).containsExactly(new Handle(JOB, "run-1"));
      assertThat(bench.database.artifacts().find(JOB)).contains("log of run-1");
    }

    @Test
    void that_surveys_learns_what_earlier_incidents_taught() {
      Snapshot snapshot =
          new Snapshot(Examples.GATEWAY_LIVE, Examples.live("42"), List.of(), List.of());
      Duration took = Duration.ofSeconds(1);
      world.runner =
          _ ->
              new Finished(
                  new Outcome.Succeeded(new Outcome.Surveyed(List.of(snapshot), Lore.NONE), took),
                  "");
      Duration before = Duration.ofSeconds(90);
      bench.inTransaction(unit ->
          unit.remember(incident, new Effect.Remember("shop-gateway", List.of("42"), before)));
      bench.start();
      run(new Invocation.Survey(List.of(Examples.GATEWAY_LIVE)));
      Lore lore = new Lore(Set.of("42"), Map.of("shop-gateway", before));
      ends(new Outcome.Succeeded(new Outcome.Surveyed(List.of(snapshot), lore), took));
    }

    @Test
    void is_told_once_the_database_is_back_and_not_run_again() {
      world.deaf = true;
      world.runner = _ -> new Finished(DONE, "");
      bench.start();
      run(Examples.rollBack());
      soon(() -> assertThat(world.submitted).hasSize(1));
      stays(() -> assertThat(world.told).isEmpty());
      world.deaf = false;
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
      assertThat(world.reconciled).isEmpty();
    }

    @Test
    void that_somebody_else_took_over_tells_nothing() {
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      bench.start();
      run(Examples.rollBack());
      soon(() -> assertThat(world.polled).isNotEmpty());
      assertThat(bench.database.jobs().begin(JOB, 1)).contains(2);
      world.running = _ -> new Finished(DONE, "");
      nothingIsScheduled();
      assertThat(world.told).isEmpty();
      assertThat(bench.database.jobs().find(JOB).orElseThrow().phase())
          .isEqualTo(Jobs.Phase.STARTED);
    }
  }

  @Nested
  class TakenOver {
    @Test
    void a_rollback_that_was_done_is_not_done_again() {
      wasBegun(Examples.rollBack());
      world.provider = _ -> DONE;
      bench.start();
      ends(DONE);
      assertThat(world.submitted).isEmpty();
      assertThat(world.reconciled).containsExactly(new Job(JOB, Examples.rollBack()));
      assertThat(bench.database.jobs().find(JOB).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void a_rollback_that_was_never_done_begins_again_but_not_at_once() {
      wasBegun(Examples.rollBack());
      Instant began = Instant.now();
      world.provider = _ -> NOT_DONE;
      world.runner = _ -> new Finished(DONE, "");
      bench.start();
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
      assertThat(world.reconciled).hasSizeGreaterThan(2);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Bench.SETTINGS.jobs().settle());
    }

    @Test
    void a_rollback_whose_request_was_still_on_its_way_is_seen() {
      wasBegun(Examples.rollBack());
      world.provider = _ -> world.reconciled.size() < 3 ? NOT_DONE : DONE;
      bench.start();
      ends(DONE);
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void a_rollback_that_nobody_can_tell_of_is_unknown_and_never_repeated() {
      wasBegun(Examples.rollBack());
      world.provider = _ -> UNKNOWN;
      bench.start();
      ends(UNKNOWN);
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void not_done_and_then_no_answer_is_unknown() {
      wasBegun(Examples.rollBack());
      world.provider = _ -> world.reconciled.size() % 3 == 0 ? UNKNOWN : NOT_DONE;
      bench.start();
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void a_provider_that_can_not_be_asked_is_no_answer() {
      wasBegun(Examples.rollBack());
      world.provider =
          _ -> {
            if (world.reconciled.size() % 2 == 0) {
              throw new IllegalStateException("a bug");
            }
            return failed(Outcome.Kind.UNREACHABLE);
          };
      bench.start();
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void what_changes_nothing_simply_runs_again() {
      Outcome refused = failed(Outcome.Kind.REFUSED);
      wasBegun(new Invocation.Survey(List.of(Examples.GATEWAY_LIVE)));
      world.runner = _ -> new Finished(refused, "");
      bench.start();
      ends(refused);
      assertThat(world.submitted).hasSize(1);
      assertThat(world.reconciled).isEmpty();
    }

    @Test
    void a_finished_one_is_left_alone() {
      wasBegun(Examples.rollBack());
      bench.database.jobs().finish(JOB, 1);
      bench.start();
      nothingIsScheduled();
      assertThat(world.submitted).isEmpty();
      assertThat(world.told).isEmpty();
    }

    @Test
    void from_a_worker_that_was_closed() {
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      bench.start();
      run(Examples.rollBack());
      soon(() -> assertThat(world.polled).isNotEmpty());
      bench.worker.close();
      assertThat(world.told).as("it ends too early for this test").isEmpty();
      world.provider = _ -> DONE;
      bench.another().start(world);
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
    }

    @Test
    void from_a_process_whose_heartbeats_stopped() {
      wasBegun(Examples.rollBack());
      bench.picked("job", JOB, Instant.now().minusSeconds(60));
      world.provider = _ -> DONE;
      bench.start();
      ends(DONE);
      assertThat(world.submitted).isEmpty();
    }
  }

  @Nested
  class AGatewayThatFails {
    @Test
    void leaves_an_unknown_end_so_the_next_attempt_asks_first() {
      world.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      world.provider = _ -> DONE;
      bench.start();
      run(Examples.rollBack());
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
    }

    @Test
    void again_and_again_is_a_persons_business_in_the_end() {
      world.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      world.provider = _ -> NOT_DONE;
      bench.start();
      run(Examples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.submitted).hasSize(Bench.SETTINGS.jobs().attempts());
    }
  }

  @Nested
  class FindingOut {
    private final Invocation findOut = new Invocation.FindOut(Examples.rollBack());

    @Test
    void asks_until_there_is_an_answer() {
      world.provider = _ -> world.reconciled.size() < 4 ? UNKNOWN : DONE;
      bench.start();
      run(findOut);
      ends(DONE);
      assertThat(world.reconciled).hasSize(4).containsOnly(new Job(JOB, Examples.rollBack()));
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void believes_that_it_was_not_done_once_that_was_said_for_a_while() {
      AtomicInteger asked = new AtomicInteger();
      world.provider = _ -> asked.incrementAndGet() == 2 ? UNKNOWN : NOT_DONE;
      bench.start();
      Instant began = Instant.now();
      run(findOut);
      ends(NOT_DONE);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Bench.SETTINGS.jobs().settle());
      assertThat(world.submitted).isEmpty();
    }

    @Test
    void tells_at_once_that_something_else_is_live() {
      Outcome changed = failed(Outcome.Kind.CHANGED);
      world.provider = _ -> changed;
      bench.start();
      run(findOut);
      ends(changed);
      assertThat(world.reconciled).hasSize(1);
    }

    @Test
    void ends_unknown_when_the_time_is_up() {
      world.provider = _ -> failed(Outcome.Kind.UNREACHABLE);
      bench.start();
      run(findOut);
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
    }
  }
}
