package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs, on every database. */
abstract class JobContract extends JobWorkContract {
  @Nested
  class AJob {
    @Test
    void runs_once_though_asked_for_twice_and_by_two_workers() {
      scriptedPorts.runner = _ -> new Finished(DONE, "");
      run(StoreExamples.rollBack());
      workerFixture.start();
      workerFixture.another().start(scriptedPorts);
      run(StoreExamples.rollBack());
      ends(DONE);
      run(StoreExamples.rollBack());
      stays(() -> assertThat(scriptedPorts.submitted).hasSize(1));
      assertThat(scriptedPorts.submitted).containsExactly(new Job(JOB, StoreExamples.rollBack()));
      assertThat(scriptedPorts.tellings).containsExactly("job:" + JOB);
      assertThat(scriptedPorts.reconciled).isEmpty();
    }

    @Test
    void that_takes_its_time_is_asked_until_it_ends_and_what_it_captured_is_kept() {
      Outcome captured =
          new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 2), Duration.ofSeconds(30));
      scriptedPorts.runner = job -> new StillRunning(new Handle(job.id(), "run-1"));
      scriptedPorts.running =
          handle ->
              scriptedPorts.polled.size() < 3
                  ? new StillRunning(handle)
                  : new Finished(captured, "line 1\nline 2\n");
      workerFixture.start();
      run(new Invocation.CaptureLogs(List.of(StoreExamples.GATEWAY_LIVE), Duration.ofSeconds(30)));
      ends(captured);
      assertThat(scriptedPorts.polled).hasSize(3).containsOnly(new Handle(JOB, "run-1"));
      assertThat(workerFixture.database.artifacts().find(JOB)).contains("line 1\nline 2\n");
    }

    @Test
    void that_never_ends_is_stopped_and_its_outcome_is_unknown() {
      scriptedPorts.runner = job -> new StillRunning(new Handle(job.id(), "run-1"));
      workerFixture.startWithShortLimits();
      run(StoreExamples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(scriptedPorts.cancelled).containsExactly(new Handle(JOB, "run-1"));
      assertThat(workerFixture.database.artifacts().find(JOB)).contains("log of run-1");
    }

    @Test
    void that_surveys_learns_what_earlier_incidents_taught() {
      ServiceDeployments serviceDeployments =
          new ServiceDeployments(
              StoreExamples.GATEWAY_LIVE, StoreExamples.live("42"), List.of(), List.of());
      Duration took = Duration.ofSeconds(1);
      scriptedPorts.runner =
          _ ->
              new Finished(
                  new Outcome.Succeeded(new Outcome.Surveyed(List.of(serviceDeployments)), took),
                  "");
      Duration before = Duration.ofSeconds(90);
      workerFixture.inTransaction(unitOfWork ->
          unitOfWork.saveRollbackHistory(
              incident, new Effect.RecordRollback("shop-gateway", List.of("42"), before)));
      workerFixture.start();
      run(new Invocation.Survey(List.of(StoreExamples.GATEWAY_LIVE)));
      RollbackHistory rollbackHistory =
          new RollbackHistory(Set.of("42"), Map.of("shop-gateway", before));
      ends(new Outcome.Succeeded(new Outcome.Surveyed(List.of(serviceDeployments)), took));
      assertThat(scriptedPorts.finished(JOB).orElseThrow().rollbackHistory())
          .isEqualTo(rollbackHistory);
    }

    @Test
    void is_told_once_the_database_is_back_and_not_run_again() {
      scriptedPorts.deaf = true;
      scriptedPorts.runner = _ -> new Finished(DONE, "");
      workerFixture.start();
      run(StoreExamples.rollBack());
      soon(() -> assertThat(scriptedPorts.submitted).hasSize(1));
      stays(() -> assertThat(scriptedPorts.told).isEmpty());
      scriptedPorts.deaf = false;
      ends(DONE);
      assertThat(scriptedPorts.submitted).hasSize(1);
      assertThat(scriptedPorts.reconciled).isEmpty();
    }

    @Test
    void that_somebody_else_took_over_tells_nothing() {
      scriptedPorts.runner = job -> new StillRunning(new Handle(job.id(), "run-1"));
      workerFixture.start();
      run(StoreExamples.rollBack());
      soon(() -> assertThat(scriptedPorts.polled).isNotEmpty());
      assertThat(workerFixture.database.jobs().beginAttempt(JOB, 1)).contains(2);
      scriptedPorts.running = _ -> new Finished(DONE, "");
      nothingIsScheduled();
      assertThat(scriptedPorts.told).isEmpty();
      assertThat(workerFixture.database.jobs().find(JOB).orElseThrow().jobPhase())
          .isEqualTo(Jobs.JobPhase.STARTED);
    }
  }

  @Nested
  class AGatewayThatFails {
    @Test
    void leaves_an_unknown_end_so_the_next_attempt_asks_first() {
      scriptedPorts.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      scriptedPorts.provider = _ -> DONE;
      workerFixture.start();
      run(StoreExamples.rollBack());
      ends(DONE);
      assertThat(scriptedPorts.submitted).hasSize(1);
    }

    @Test
    void again_and_again_is_a_persons_business_in_the_end() {
      scriptedPorts.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      scriptedPorts.provider = _ -> NOT_DONE;
      workerFixture.startWithShortLimits();
      run(StoreExamples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(scriptedPorts.submitted).hasSize(WorkerFixture.SETTINGS.jobs().attempts());
    }
  }
}
