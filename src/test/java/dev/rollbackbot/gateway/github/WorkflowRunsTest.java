package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs of workflows come to and what they show, against the stand-in in its own time. */
final class WorkflowRunsTest extends WorkflowBed {
  @Nested
  final class Ends {
    @Test
    void only_success_is_success() {
      RunWorkflow run = run("Deploy");
      String id = started(run);
      assertThat(runner().state(run, id)).isEqualTo(new RunUnderWay());
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isEqualTo(new RunEnded(true, "success", "success, " + github.page(id)));
    }

    @Test
    void a_failing_job_is_a_failure() {
      fault("job-fails");
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isEqualTo(new RunEnded(false, "failure", "failure, " + github.page(id)));
    }

    @Test
    void success_with_the_job_that_matters_left_out_is_none() {
      fault("job-skipped");
      RunWorkflow run = run("Deploy");
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isInstanceOfSatisfying(
              RunEnded.class,
              end -> {
                assertThat(end.success()).isFalse();
                assertThat(end.text()).endsWith("but the job “Deploy” ended with skipped");
              });
      assertThat(runner().state(run("No such job"), id))
          .isInstanceOfSatisfying(RunEnded.class, end -> assertThat(end.success()).isFalse());
      assertThat(runner().state(run(), id))
          .isInstanceOfSatisfying(
              RunEnded.class, end -> assertThat(end.text()).endsWith("of its jobs Deploy skipped"));
    }

    @Test
    void an_unknown_end_is_unknown_and_an_unknown_status_no_end() {
      fault("unknown-conclusion");
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isInstanceOfSatisfying(
              RunLost.class, lost -> assertThat(lost.text()).contains("“outdated”"));
      fault("unknown-status");
      String odd = started(run);
      github.clock.pass(LONG);
      assertThat(runner().state(run, odd)).isInstanceOf(RunUnreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"api-down", "garbage", "huge", "token-refused", "not-found", "primary-limit"})
    void what_can_not_be_read_is_no_end(String fault) {
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      fault(fault);
      assertThat(runner().state(run, id)).isInstanceOf(RunUnreadable.class);
      assertThat(runner().output(run, id)).contains("Its jobs can't be read now.");
      assertThat(runner().find(run, ID)).isInstanceOf(PerhapsStarted.class);
    }

    @Test
    void it_is_stopped_and_says_so() {
      RunWorkflow run = run();
      String id = started(run);
      runner().stop(run, id);
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isInstanceOfSatisfying(
              RunEnded.class, end -> assertThat(end.text()).startsWith("cancelled, "));
      runner().stop(run, id);
      assertThat(github.calls("POST", "/cancel"))
          .extracting(c -> c.getInt("status"))
          .containsExactly(202, 409);
    }

    @Test
    void an_approval_is_waited_for_and_a_rejection_is_a_failure() {
      fault("needs-approval");
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().state(run, id))
          .isInstanceOfSatisfying(
              RunUnderWay.class,
              under -> {
                assertThat(under.waits().orElseThrow().text())
                    .isEqualTo("At GitHub somebody has to approve the environment “production”.");
                assertThat(under.waits().orElseThrow().link()).contains(github.page(id));
              });
      assertThat(runner().output(run, id)).endsWith("Build: success\nDeploy: waiting\n");
      assertThat(github.standIn.decide(false)).isTrue();
      assertThat(runner().state(run, id))
          .isInstanceOfSatisfying(RunEnded.class, end -> assertThat(end.success()).isFalse());
    }
  }

  @Nested
  final class Shows {
    @Test
    void its_jobs_while_it_runs_and_the_ends_of_their_logs_afterwards() {
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(Duration.ofMillis(100));
      assertThat(runner().output(run, id))
          .isEqualTo(
              "== %s\nBuild: in progress, step 2 of 2 “Run ./Build”\nDeploy: queued\n"
                  .formatted(github.page(id)));
      github.clock.pass(LONG);
      assertThat(runner().output(run, id))
          .contains("== Build: success\n", "line 40 of Build", "the end of Deploy")
          .endsWith("Build: success\nDeploy: success\n");
    }

    @Test
    void no_credential_goes_to_the_host_of_the_logs() {
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().output(run, id)).contains("the end of Deploy");
      assertThat(github.calls("GET", "/storage/"))
          .hasSize(2)
          .allSatisfy(call -> {
            assertThat(call.getString("host")).isEqualTo("localhost");
            assertThat(call.getBoolean("authorization")).isFalse();
          });
    }

    @Test
    void the_end_of_a_log_that_is_too_long() {
      fault("huge-log");
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      assertThat(runner().output(run, id))
          .contains("the end of Build", "the end of Deploy")
          .doesNotContain("hunter2")
          .hasSizeLessThan(100_000);
      assertThat(runner().output(run, id).lines())
          .filteredOn(line -> line.contains(" with ") || line.contains("redacted"))
          .allSatisfy(line -> assertThat(line).startsWith("20"));
    }

    @Test
    void masked() {
      RunWorkflow run = run();
      String id = started(run);
      github.clock.pass(LONG);
      Progress end = gateway().poll(new Handle(new Job(ID, run), id));
      assertThat(end)
          .isInstanceOfSatisfying(
              Finished.class,
              finished -> {
                assertThat(finished.outcome()).isInstanceOf(Outcome.Succeeded.class);
                assertThat(finished.artifact())
                    .contains("the end of Deploy")
                    .doesNotContain("abcdefgh12345678", "anna@example.org");
              });
    }
  }
}
