package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taking over jobs of a dead process, and finding out their outcomes. */
abstract class TakeOverContract extends JobWorkContract {
  @Nested
  class JobTakenOver {
    @Test
    void a_rollback_that_was_done_is_not_done_again() {
      wasBegun(StoreExamples.rollBack());
      scriptedPorts.provider = _ -> DONE;
      workerFixture.start();
      ends(DONE);
      assertThat(scriptedPorts.submitted).isEmpty();
      assertThat(scriptedPorts.reconciled).containsExactly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(workerFixture.database.jobs().find(JOB).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void a_rollback_that_was_never_done_begins_again_but_not_at_once() {
      wasBegun(StoreExamples.rollBack());
      Instant began = Instant.now();
      scriptedPorts.provider = _ -> NOT_DONE;
      scriptedPorts.runner = _ -> new Finished(DONE, "");
      workerFixture.startWithShortLimits();
      ends(DONE);
      assertThat(scriptedPorts.submitted).hasSize(1);
      assertThat(scriptedPorts.reconciled).hasSizeGreaterThan(2);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(WorkerFixture.SHORT.jobs().notDoneFor());
    }

    @Test
    void a_rollback_whose_request_was_still_on_its_way_is_seen() {
      wasBegun(StoreExamples.rollBack());
      scriptedPorts.provider = _ -> scriptedPorts.reconciled.size() < 3 ? NOT_DONE : DONE;
      workerFixture.start();
      ends(DONE);
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void a_rollback_that_nobody_can_tell_of_is_unknown_and_never_repeated() {
      wasBegun(StoreExamples.rollBack());
      scriptedPorts.provider = _ -> UNKNOWN;
      workerFixture.start();
      ends(UNKNOWN);
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void not_done_and_then_no_answer_is_unknown() {
      wasBegun(StoreExamples.rollBack());
      scriptedPorts.provider = _ -> scriptedPorts.reconciled.size() % 3 == 0 ? UNKNOWN : NOT_DONE;
      workerFixture.start();
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void a_provider_that_can_not_be_asked_is_no_answer() {
      wasBegun(StoreExamples.rollBack());
      scriptedPorts.provider =
          _ -> {
            if (scriptedPorts.reconciled.size() % 2 == 0) {
              throw new IllegalStateException("a bug");
            }
            return failed(Outcome.FailureKind.UNREACHABLE);
          };
      workerFixture.startWithShortLimits();
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void what_changes_nothing_simply_runs_again() {
      Outcome refused = failed(Outcome.FailureKind.REFUSED);
      wasBegun(new Invocation.Survey(List.of(StoreExamples.GATEWAY_LIVE)));
      scriptedPorts.runner = _ -> new Finished(refused, "");
      workerFixture.start();
      ends(refused);
      assertThat(scriptedPorts.submitted).hasSize(1);
      assertThat(scriptedPorts.reconciled).isEmpty();
    }

    @Test
    void a_finished_one_is_left_alone() {
      wasBegun(StoreExamples.rollBack());
      workerFixture.database.jobs().finish(JOB, 1);
      workerFixture.start();
      nothingIsScheduled();
      assertThat(scriptedPorts.submitted).isEmpty();
      assertThat(scriptedPorts.told).isEmpty();
    }

    @Test
    void from_a_worker_that_was_closed() {
      scriptedPorts.runner = job -> new StillRunning(new Handle(job.id(), "run-1"));
      workerFixture.start();
      run(StoreExamples.rollBack());
      soon(() -> assertThat(scriptedPorts.polled).isNotEmpty());
      workerFixture.worker.close();
      assertThat(scriptedPorts.told).as("it ends too early for this test").isEmpty();
      scriptedPorts.provider = _ -> DONE;
      workerFixture.another().start(scriptedPorts);
      ends(DONE);
      assertThat(scriptedPorts.submitted).hasSize(1);
    }

    @Test
    void from_a_process_whose_heartbeats_stopped() {
      wasBegun(StoreExamples.rollBack());
      workerFixture.picked("job", JOB, Instant.now().minusSeconds(60));
      scriptedPorts.provider = _ -> DONE;
      workerFixture.start();
      ends(DONE);
      assertThat(scriptedPorts.submitted).isEmpty();
    }
  }

  @Nested
  class SingleInstance {
    @Test
    void what_a_process_had_picked_when_it_died_is_taken_up_at_the_start() {
      wasBegun(StoreExamples.rollBack());
      workerFixture.picked("job", JOB, Instant.now().plusSeconds(3600));
      scriptedPorts.provider = _ -> DONE;
      workerFixture.worker.releaseAllPicked();
      workerFixture.start();
      ends(DONE);
      assertThat(scriptedPorts.submitted).isEmpty();
    }
  }

  @Nested
  class FindingOut {
    private final Invocation findOut = new Invocation.ReconcileRollback(StoreExamples.rollBack());

    @Test
    void asks_until_there_is_an_answer() {
      scriptedPorts.provider = _ -> scriptedPorts.reconciled.size() < 4 ? UNKNOWN : DONE;
      workerFixture.start();
      run(findOut);
      ends(DONE);
      assertThat(scriptedPorts.reconciled)
          .hasSize(4)
          .containsOnly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void believes_that_it_was_not_done_once_that_was_said_for_a_while() {
      AtomicInteger asked = new AtomicInteger();
      scriptedPorts.provider = _ -> asked.incrementAndGet() == 2 ? UNKNOWN : NOT_DONE;
      workerFixture.startWithShortLimits();
      Instant began = Instant.now();
      run(findOut);
      ends(NOT_DONE);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(WorkerFixture.SHORT.jobs().notDoneFor());
      assertThat(scriptedPorts.submitted).isEmpty();
    }

    @Test
    void tells_at_once_that_something_else_is_live() {
      Outcome changed = failed(Outcome.FailureKind.CHANGED);
      scriptedPorts.provider = _ -> changed;
      workerFixture.start();
      run(findOut);
      ends(changed);
      assertThat(scriptedPorts.reconciled).hasSize(1);
    }

    @Test
    void ends_unknown_when_the_time_is_up() {
      scriptedPorts.provider = _ -> failed(Outcome.FailureKind.UNREACHABLE);
      workerFixture.startWithShortLimits();
      run(findOut);
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
    }
  }
}
