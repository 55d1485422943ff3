package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Running;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.store.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taking over jobs of a dead process, and finding out their outcomes. */
abstract class TakeOverContract extends JobBench {
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
      bench.startWithShortLimits();
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
      assertThat(world.reconciled).hasSizeGreaterThan(2);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Bench.SHORT.jobs().settle());
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
      bench.startWithShortLimits();
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
  class WhereNobodyElseWorks {
    @Test
    void what_a_process_had_picked_when_it_died_is_taken_up_at_the_start() {
      wasBegun(Examples.rollBack());
      bench.picked("job", JOB, Instant.now().plusSeconds(3600));
      world.provider = _ -> DONE;
      bench.worker.takeUpAll();
      bench.start();
      ends(DONE);
      assertThat(world.submitted).isEmpty();
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
      bench.startWithShortLimits();
      Instant began = Instant.now();
      run(findOut);
      ends(NOT_DONE);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Bench.SHORT.jobs().settle());
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
      bench.startWithShortLimits();
      run(findOut);
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
    }
  }
}
