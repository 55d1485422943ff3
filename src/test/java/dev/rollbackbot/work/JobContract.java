package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs, on every database. */
abstract class JobContract extends JobWorkContract {
  @Nested
  class AJob {
    @Test
    void runs_once_though_scheduled_twice_and_seen_by_two_workers() {
      ports.runner = _ -> new Finished(DONE, "");
      run(StoreExamples.rollBack());
      fixture.start();
      fixture.another().start(ports);
      run(StoreExamples.rollBack());
      ends(DONE);
      run(StoreExamples.rollBack());
      stays(() -> assertThat(ports.submitted).hasSize(1));
      assertThat(ports.submitted).containsExactly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(ports.reportedKeys).containsExactly("job:" + JOB);
      assertThat(ports.reconciled).isEmpty();
    }

    @Test
    void that_runs_for_long_is_polled_until_it_ends_and_its_log_is_stored() {
      Outcome captured =
          new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 2), Duration.ofSeconds(30));
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running =
          handle ->
              ports.polled.size() < 3
                  ? new StillRunning(handle)
                  : new Finished(captured, "line 1\nline 2\n");
      fixture.start();
      run(new Invocation.CaptureLogs(List.of(StoreExamples.GATEWAY_LIVE), Duration.ofSeconds(30)));
      ends(captured);
      assertThat(ports.polled)
          .hasSize(3)
          .containsOnly(new Handle(ports.submitted.getFirst(), "run-1"));
      assertThat(fixture.database.artifacts().find(JOB)).contains("line 1\nline 2\n");
    }

    @Test
    void that_captured_an_empty_log_stores_it_too() {
      Outcome captured =
          new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 0), Duration.ofSeconds(1));
      ports.runner = _ -> new Finished(captured, "");
      fixture.start();
      run(new Invocation.CaptureLogs(List.of(StoreExamples.GATEWAY_LIVE), Duration.ofSeconds(1)));
      ends(captured);
      assertThat(fixture.database.artifacts().find(JOB)).as("the file to attach").contains("");
    }

    @Test
    void that_never_ends_is_cancelled_and_its_outcome_is_unknown() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      fixture.startWithShortLimits();
      run(StoreExamples.rollBack());
      assertThat(outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(ports.cancelled).containsExactly(new Handle(ports.submitted.getFirst(), "run-1"));
      assertThat(fixture.database.artifacts().find(JOB)).contains("log of run-1");
    }

    @Test
    void that_surveys_gets_the_history_of_earlier_rollbacks() {
      ServiceDeployments deployments =
          new ServiceDeployments(
              StoreExamples.GATEWAY_LIVE, StoreExamples.live("42"), List.of(), List.of());
      Duration took = Duration.ofSeconds(1);
      ports.runner =
          _ ->
              new Finished(
                  new Outcome.Succeeded(new Outcome.Surveyed(List.of(deployments)), took), "");
      Duration before = Duration.ofSeconds(90);
      fixture.inTransaction(unit ->
          unit.saveRollbackHistory(incident, new Effect.RecordRollback("shop-gateway", before)));
      fixture.start();
      run(Invocation.Survey.of(List.of(StoreExamples.GATEWAY_LIVE)));
      RollbackHistory rollbackHistory =
          new RollbackHistory(List.of(), Map.of("shop-gateway", before));
      ends(new Outcome.Succeeded(new Outcome.Surveyed(List.of(deployments)), took));
      assertThat(ports.finished(JOB).orElseThrow().rollbackHistory()).isEqualTo(rollbackHistory);
    }

    @Test
    void is_reported_once_the_database_is_back_and_not_run_again() {
      ports.storeAway = true;
      ports.runner = _ -> new Finished(DONE, "");
      fixture.start();
      run(StoreExamples.rollBack());
      eventually(() -> assertThat(ports.submitted).hasSize(1));
      stays(() -> assertThat(ports.reported).isEmpty());
      ports.storeAway = false;
      ends(DONE);
      assertThat(ports.submitted).hasSize(1);
      assertThat(ports.reconciled).isEmpty();
    }

    @Test
    void waits_while_another_incident_holds_the_lock_and_begins_when_it_is_free() {
      ports.runner = _ -> new Finished(DONE, "");
      ports.locks = _ -> OutcomeListener.BeginResult.HELD;
      fixture.start();
      run(StoreExamples.rollBack());
      eventually(() -> assertThat(ports.lockRequests).isNotEmpty());
      stays(() -> assertThat(ports.submitted).isEmpty());
      assertThat(fixture.database.jobs().find(JOB).orElseThrow().jobPhase())
          .isEqualTo(Jobs.JobPhase.NEW);
      ports.locks = _ -> OutcomeListener.BeginResult.BEGUN;
      ends(DONE);
      assertThat(ports.submitted).hasSize(1);
    }

    @Test
    void that_its_incident_does_not_expect_any_more_is_not_run() {
      ports.locks = _ -> OutcomeListener.BeginResult.NOT_EXPECTED;
      fixture.start();
      run(StoreExamples.rollBack());
      eventually(() ->
          assertThat(fixture.database.jobs().find(JOB).orElseThrow().jobPhase())
              .isEqualTo(Jobs.JobPhase.FINISHED));
      nothingIsScheduled();
      assertThat(ports.submitted).isEmpty();
      assertThat(ports.reported).isEmpty();
    }

    @Test
    void that_changes_nothing_takes_no_lock() {
      ports.runner = _ -> new Finished(UNKNOWN, "");
      fixture.start();
      run(Invocation.Survey.of(List.of(StoreExamples.GATEWAY_LIVE)));
      ends(UNKNOWN);
      assertThat(ports.lockRequests).isEmpty();
    }

    @Test
    void that_was_taken_over_reports_nothing() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      fixture.start();
      run(StoreExamples.rollBack());
      eventually(() -> assertThat(ports.polled).isNotEmpty());
      assertThat(fixture.database.jobs().beginAttempt(JOB, 1, Instant.now())).contains(2);
      ports.running = _ -> new Finished(DONE, "");
      nothingIsScheduled();
      assertThat(ports.reported).isEmpty();
      assertThat(fixture.database.jobs().find(JOB).orElseThrow().jobPhase())
          .isEqualTo(Jobs.JobPhase.STARTED);
    }
  }

  @Nested
  class AGatewayThatFails {
    @Test
    void leaves_an_unknown_outcome_so_the_next_attempt_asks_the_provider_first() {
      ports.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      ports.provider = _ -> DONE;
      fixture.start();
      run(StoreExamples.rollBack());
      ends(DONE);
      assertThat(ports.submitted).hasSize(1);
    }

    @Test
    void too_often_leaves_an_unknown_outcome_to_a_person() {
      ports.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      ports.provider = _ -> NOT_DONE;
      fixture.startWithShortLimits();
      run(StoreExamples.rollBack());
      assertThat(outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(ports.submitted).hasSize(WorkerFixture.SETTINGS.jobs().attempts());
    }
  }
}
