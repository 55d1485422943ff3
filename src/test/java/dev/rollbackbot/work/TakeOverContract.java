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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs taken over from a dead process, and jobs that reconcile an outcome. */
abstract class TakeOverContract extends JobWorkContract {
  @Nested
  class JobTakenOver {
    @Test
    void a_rollback_that_took_effect_is_not_repeated() {
      runInterrupted(StoreExamples.rollBack());
      ports.provider = _ -> DONE;
      fixture.start();
      ends(DONE);
      assertThat(ports.submitted).isEmpty();
      assertThat(ports.reconciled).containsExactly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(fixture.database.jobs().find(JOB).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void a_rollback_without_effect_is_submitted_again_after_a_while() {
      runInterrupted(StoreExamples.rollBack());
      Instant began = Instant.now();
      ports.provider = _ -> NOT_DONE;
      ports.runner = _ -> new Finished(DONE, "");
      fixture.startWithShortLimits();
      ends(DONE);
      assertThat(ports.submitted).hasSize(1);
      assertThat(ports.reconciled).hasSizeGreaterThan(2);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(WorkerFixture.SHORT.jobs().notDoneFor());
    }

    @Test
    void a_rollback_whose_request_was_still_in_flight_is_noticed() {
      runInterrupted(StoreExamples.rollBack());
      ports.provider = _ -> ports.reconciled.size() < 3 ? NOT_DONE : DONE;
      fixture.start();
      ends(DONE);
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void a_rollback_of_unknown_outcome_is_never_repeated() {
      runInterrupted(StoreExamples.rollBack());
      ports.provider = _ -> UNKNOWN;
      fixture.startWithShortLimits();
      ends(UNKNOWN);
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void a_provider_that_can_not_be_asked_leaves_the_outcome_unknown() {
      runInterrupted(StoreExamples.rollBack());
      ports.provider =
          _ -> {
            if (ports.reconciled.size() % 2 == 0) {
              throw new IllegalStateException("a bug");
            }
            return failed(Outcome.FailureKind.UNREACHABLE);
          };
      fixture.startWithShortLimits();
      assertThat(outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void a_job_that_changes_nothing_runs_again() {
      Outcome refused = failed(Outcome.FailureKind.REFUSED);
      runInterrupted(Invocation.Survey.of(List.of(StoreExamples.GATEWAY_LIVE)));
      ports.runner = _ -> new Finished(refused, "");
      fixture.start();
      ends(refused);
      assertThat(ports.submitted).hasSize(1);
      assertThat(ports.reconciled).isEmpty();
    }

    @Test
    void a_finished_job_does_not_run() {
      runInterrupted(StoreExamples.rollBack());
      fixture.database.jobs().finish(JOB, 1);
      fixture.start();
      nothingIsScheduled();
      assertThat(ports.submitted).isEmpty();
      assertThat(ports.reported).isEmpty();
    }

    @Test
    void a_job_of_a_worker_that_was_closed_continues() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      fixture.start();
      run(StoreExamples.rollBack());
      eventually(() -> assertThat(ports.polled).isNotEmpty());
      fixture.worker.close();
      assertThat(ports.reported).as("the job must still be running here").isEmpty();
      ports.provider = _ -> DONE;
      fixture.another().start(ports);
      ends(DONE);
      assertThat(ports.submitted).hasSize(1);
    }

    @Test
    void an_outcome_that_the_shutdown_of_a_worker_cut_off_is_not_reported() {
      ports.runner =
          _ -> {
            Thread.currentThread().interrupt();
            return new Finished(UNKNOWN, "");
          };
      ports.finder = _ -> new Finished(NOT_DONE, "");
      fixture.start();
      run(RunningJobContract.RUN);
      ends(NOT_DONE);
      assertThat(ports.submitted).hasSize(1);
    }

    @Test
    void a_job_of_a_process_whose_heartbeats_stopped_continues() {
      runInterrupted(StoreExamples.rollBack());
      fixture.picked("job", JOB, Instant.now().minusSeconds(60));
      ports.provider = _ -> DONE;
      fixture.start();
      ends(DONE);
      assertThat(ports.submitted).isEmpty();
    }
  }

  @Nested
  class SingleInstance {
    @Test
    void releases_the_tasks_of_the_dead_process_at_the_start() {
      runInterrupted(StoreExamples.rollBack());
      fixture.picked("job", JOB, Instant.now().plusSeconds(3600));
      ports.provider = _ -> DONE;
      fixture.worker.releaseAllPicked();
      fixture.start();
      ends(DONE);
      assertThat(ports.submitted).isEmpty();
    }
  }

  @Nested
  class Reconciliation {
    private final Invocation reconcile =
        new Invocation.ReconcileRollback(StoreExamples.rollBack(), Optional.empty());

    @Test
    void polls_until_the_outcome_is_known() {
      ports.provider = _ -> ports.reconciled.size() < 4 ? UNKNOWN : DONE;
      fixture.start();
      run(reconcile);
      ends(DONE);
      assertThat(ports.reconciled).hasSize(4).containsOnly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void looks_for_what_was_asked_for_whatever_this_version_would_ask_for() {
      Invocation.RollBack stored = StoreExamples.rollBack();
      fixture.run(incident, "INC-1/7", stored);
      assertThat(fixture.database.jobs().beginAttempt("INC-1/7", 0, Instant.now())).contains(1);
      fixture.database.jobs().finish("INC-1/7", 1);
      ports.provider = _ -> DONE;
      fixture.start();
      run(
          new Invocation.ReconcileRollback(
              new Invocation.RollBack(
                  stored.service(),
                  stored.planned(),
                  stored.target(),
                  "other words",
                  stored.changedSecrets()),
              Optional.of("INC-1/7")));
      ends(DONE);
      assertThat(ports.reconciled).containsOnly(new Job(JOB, stored));
    }

    @Test
    void accepts_not_done_after_it_was_reported_for_a_while() {
      AtomicInteger asked = new AtomicInteger();
      ports.provider = _ -> asked.incrementAndGet() == 2 ? UNKNOWN : NOT_DONE;
      fixture.startWithShortLimits();
      Instant began = Instant.now();
      run(reconcile);
      ends(NOT_DONE);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(WorkerFixture.SHORT.jobs().notDoneFor());
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void reports_that_something_else_is_live_when_its_own_request_can_not_be_on_its_way_any_more() {
      Outcome changed = failed(Outcome.FailureKind.CHANGED);
      ports.provider = _ -> changed;
      fixture.startWithShortLimits();
      Instant began = Instant.now();
      run(reconcile);
      ends(changed);
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(WorkerFixture.SHORT.jobs().notDoneFor());
    }

    @Test
    void reports_a_change_that_took_effect_after_somebody_elses() {
      AtomicInteger asked = new AtomicInteger();
      ports.provider =
          _ -> asked.incrementAndGet() == 1 ? failed(Outcome.FailureKind.CHANGED) : DONE;
      fixture.start();
      run(reconcile);
      ends(DONE);
    }

    @Test
    void ends_unknown_at_its_limit() {
      ports.provider = _ -> failed(Outcome.FailureKind.UNREACHABLE);
      fixture.startWithShortLimits();
      run(reconcile);
      assertThat(outcome()).isInstanceOf(Outcome.Unknown.class);
    }
  }
}
