package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of workflows is started, found and refused, against the stand-in in its own time. */
final class WorkflowRunnerTest extends WorkflowBed {
  @Nested
  final class Starts {
    @Test
    void the_answer_tells_the_run_whose_name_holds_the_jobs_id() {
      RunWorkflow run = run();
      String id = started(run);
      assertThat(github.standIn.runs()).hasSize(1);
      assertThat(github.standIn.runs().getFirst().id).isEqualTo(Long.parseLong(id));
      assertThat(github.standIn.runs().getFirst().title)
          .isEqualTo("Deploy 1.4.2 (%s)".formatted(ID));
      assertThat(github.calls("GET", "/runs?")).isEmpty();
      assertThat(runner().find(run, ID)).isEqualTo(new Started(id));
    }

    @Test
    void an_older_server_does_not_tell_it_and_it_is_found_by_its_name() {
      fault("old-server");
      RunWorkflow run = run();
      assertThat(started(run)).isEqualTo(Long.toString(github.standIn.runs().getFirst().id));
      assertThat(dispatches()).hasSize(1);
    }

    @Test
    void a_version_of_the_api_that_the_server_does_not_know_any_more_is_not_used_again() {
      assertThat(provider.problem()).isEmpty();
      fault("old-server");
      assertThat(refused(run()).code()).isEqualTo("http-400");
      started(run());
    }

    @Test
    void one_that_shows_up_late_may_have_been_started_and_is_found_later() {
      fault("old-server");
      fault("late-listing");
      RunWorkflow run = run();
      assertThat(runner().start(run, ID, () -> true)).isInstanceOf(PerhapsStarted.class);
      github.clock.pass(LONG);
      assertThat(runner().find(run, ID)).isInstanceOf(Started.class);
      assertThat(dispatches()).hasSize(1);
    }

    @Test
    void a_server_error_without_a_run_stays_unknown() {
      fault("server-error-once");
      RunWorkflow run = run();
      assertThat(runner().start(run, ID, () -> true)).isInstanceOf(PerhapsStarted.class);
      github.clock.pass(LONG);
      assertThat(runner().find(run, ID))
          .isInstanceOfSatisfying(
              PerhapsStarted.class, p -> assertThat(p.text()).contains("lists no run"));
      assertThat(dispatches()).hasSize(1);
    }

    @Test
    void a_run_whose_id_only_begins_as_its_own_is_not_taken_for_it() {
      assertThat(runner().start(run(), ID + "-20260302T120000Z", () -> true))
          .isInstanceOf(Started.class);
      assertThat(runner().find(run(), ID)).isInstanceOf(PerhapsStarted.class);
      assertThat(runner().find(run(), ID + "-20260302T120001Z")).isInstanceOf(PerhapsStarted.class);
    }

    @Test
    void two_runs_with_the_same_id_are_for_a_person() {
      RunWorkflow run = run();
      started(run);
      started(run);
      assertThat(runner().find(run, ID))
          .isInstanceOfSatisfying(
              PerhapsStarted.class, p -> assertThat(p.text()).contains("several runs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limited-once", "secondary-limit-once"})
    void a_limit_is_waited_for(String fault) throws Exception {
      provider.close();
      provider = provider(Duration.ofSeconds(30));
      fault(fault);
      // Waits for a second of real time, while the clock that the client compares with stands.
      Thread moving =
          Thread.ofVirtual()
              .start(() -> {
                Waiting.await().until(() -> dispatches().size() == 1);
                github.clock.pass(Duration.ofSeconds(2));
              });
      started(run());
      moving.join();
      assertThat(dispatches()).extracting(c -> c.getInt("status")).last().isEqualTo(200);
      assertThat(github.standIn.runs()).hasSize(1);
    }

    @Test
    void a_limit_of_an_hour_is_not_and_nothing_more_is_sent() {
      fault("primary-limit");
      assertThat(refused(run()).code()).isEqualTo("rate-limited");
      int calls = github.standIn.calls().size();
      assertThat(refused(run()).text()).contains("asks to wait 36");
      assertThat(github.standIn.calls()).hasSize(calls);
    }
  }

  @Nested
  final class Refuses {
    @Test
    void a_repository_that_the_settings_do_not_list() {
      assertThat(refused(run("shop/other", "deploy.yml", "main", Map.of())).text())
          .isEqualTo("GITHUB_REPOSITORIES does not list “shop/other”.");
      assertThat(github.standIn.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "unnamed.yml | main | version | its run-name must contain ${{ inputs.correlation }}",
          "disabled.yml | main | correlation | its state is “disabled_manually”",
          "missing.yml | main | version | It does not exist",
          "deploy.yml | gone | version | No commit found",
          "deploy.yml | main | colour | does not declare the input colour"
        })
    void a_workflow_that_can_not_be_found_again_or_run(
        String workflow, String ref, String input, String why) {
      assertThat(refused(run("shop/web", workflow, ref, Map.of(input, "1"))).text()).contains(why);
      assertThat(dispatches()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "token-refused, http-401, GITHUB_TOKEN is not accepted",
      "write-forbidden, http-403, actions=write",
      "not-found, http-404, may not see it"
    })
    void what_github_refuses(String fault, String code, String text) {
      fault(fault);
      NotStarted refused = refused(run());
      assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED);
      assertThat(refused.code()).isEqualTo(code);
      assertThat(refused.text()).contains(text).doesNotContain(GitHubFixture.TOKEN);
    }

    @Test
    void a_value_that_the_workflow_does_not_allow() {
      NotStarted refused =
          refused(
              run("shop/web", "deploy.yml", "main", Map.of("version", "1", "environment", "moon")));
      assertThat(refused.code()).isEqualTo("http-422");
      assertThat(refused.text()).contains("not in the list of allowed values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-down", "garbage", "huge"})
    void while_nothing_can_be_read(String fault) {
      fault(fault);
      assertThat(refused(run()).kind()).isEqualTo(FailureKind.UNREACHABLE);
      assertThat(dispatches()).isEmpty();
      assertThat(provider.problem()).isPresent();
    }
  }

  @Test
  void through_the_gateway_it_is_started_once_and_found_again() {
    Job job = new Job(ID, run());
    Progress started = gateway().submit(job, () -> true);
    assertThat(started).isInstanceOf(StillRunning.class);
    assertThat(gateway().find(job)).isEqualTo(started);
    assertThat(dispatches()).hasSize(1);
  }

  @Test
  void readiness_looks_at_the_repositories_and_the_runbooks_workflows() {
    assertThat(provider.problem()).isEmpty();
    provider.serve(
        List.of(
            new WorkflowSpec("shop/web", "deploy.yml", "main", Map.of("version", "{v}"), List.of()),
            new WorkflowSpec("shop/web", "gone.yml", "{branch}", Map.of(), List.of()),
            new WorkflowSpec("shop/web", "unnamed.yml", "main", Map.of(), List.of())),
        List.of());
    assertThat(provider.problem()).as("asked a moment ago").isEmpty();
    github.clock.pass(Duration.ofMinutes(6));
    assertThat(provider.problem()).hasValueSatisfying(p -> assertThat(p).contains("unnamed.yml"));
    github.clock.pass(Duration.ofMinutes(6));
    fault("token-refused");
    assertThat(provider.problem())
        .hasValueSatisfying(
            p -> assertThat(p).contains("GITHUB_TOKEN").doesNotContain(GitHubFixture.TOKEN));
  }

  @Test
  void a_run_is_not_asked_about_more_often_than_is_set() {
    provider.close();
    Map<String, String> settings = new HashMap<>(github.settings());
    provider =
        new GitHubProvider(
            GitHubOptions.of(
                    settings,
                    Optional.of(Secret.fixed(GitHubFixture.TOKEN)),
                    InboundLimits.defaults())
                .orElseThrow(),
            github.clock);
    RunWorkflow run = run();
    String id = started(run);
    runner().state(run, id);
    runner().state(run, id);
    assertThat(github.calls("GET", "/actions/runs/" + id)).hasSize(1);
    github.clock.pass(LONG);
    assertThat(runner().state(run, id)).isInstanceOf(RunEnded.class);
  }
}
