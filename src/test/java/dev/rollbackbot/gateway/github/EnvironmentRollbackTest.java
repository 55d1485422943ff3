package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FastClock;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollbacks of a service that a workflow deploys. */
final class EnvironmentRollbackTest extends EnvironmentCase {
  @Test
  void the_workflow_is_run_once_with_the_commit_and_its_deployment_is_waited_for() {
    RolledBack done = rolledBack(outcome(rollBack()));
    assertThat(only(done.live())).isEqualTo(GOOD);
    assertThat(done.already()).isFalse();
    assertThat(dispatches()).isEqualTo(1);
    assertThat(github.standIn.runs().getFirst().title)
        .isEqualTo("Deploy %s (INC-7/3-20260302T120000Z)".formatted(GOOD));
    ServiceDeployments read = survey();
    assertThat(only(read.live())).isEqualTo(GOOD);
    assertThat(read.earlier()).extracting(EnvironmentRollbackTest::only).containsExactly(BAD, GOOD);
    assertThat(rolledBack(outcome(rollBack(SHOP, "INC-7/9"))).already()).isFalse();
    assertThat(only(survey().live())).isEqualTo(BAD);
  }

  @Test
  void what_is_live_already_is_not_deployed() {
    RollBack job = rollBack();
    rolledBack(outcome(job));
    assertThat(rolledBack(outcome(job)).already()).isTrue();
    assertThat(dispatches()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lose-answer-once", "server-error-done-once", "old-server"})
  void a_run_that_the_answer_does_not_tell_is_found_by_its_name(String fault) {
    fault(fault);
    RollBack job = rollBack();
    assertThat(only(rolledBack(outcome(job)).live())).isEqualTo(GOOD);
    assertThat(dispatches()).isEqualTo(1);
  }

  @Test
  void a_start_of_which_nothing_is_known_is_never_taken_for_none() {
    RollBack job = rollBack();
    fault("server-error-once");
    assertThat(unknown(outcome(job))).contains("may still take effect");
    assertThat(unknown(reconciled(job))).contains("may have been started all the same");
    assertThat(dispatches()).isEqualTo(1);
  }

  @Test
  void the_same_rollback_submitted_again_starts_nothing() {
    RollBack job = rollBack();
    fault("job-fails");
    failed(outcome(job));
    github.standIn.setFault("job-fails", false);
    assertThat(failed(outcome(job)).text()).contains("The workflow ended with failure");
    assertThat(dispatches()).isEqualTo(1);
  }

  @Test
  void a_failing_run_may_have_changed_a_part() {
    RollBack job = rollBack();
    fault("job-fails");
    Failed failed = failed(outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.PARTLY_DONE);
    assertThat(failed.text())
        .contains("failure, " + github.page("30433642"), "A part may have been done.");
  }

  @Test
  void a_run_that_deployed_nothing_is_no_success() {
    RollBack job = rollBack();
    fault("job-skipped");
    assertThat(unknown(outcome(job))).contains("accepted the rollback, but shop still runs");
    assertThat(unknown(reconciled(job))).contains("shows no deployment to production by it");
  }

  @Test
  void somebody_elses_deployment_stops_it() {
    RollBack job = rollBack();
    github.standIn.environment().deployed("d".repeat(40), Instant.now().minusSeconds(60), true);
    Failed failed = failed(outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.CHANGED);
    assertThat(failed.text()).contains("the plan expected", "This attempt asked for no change.");
    assertThat(dispatches()).isZero();
  }

  @Test
  void an_approval_is_told_before_and_waited_for() throws Exception {
    fault("needs-approval");
    assertThat(survey().warnings())
        .singleElement()
        .asString()
        .startsWith("GitHub asks for an approval before each deployment to production");
    RollBack job = rollBack();
    Thread approver =
        Thread.ofVirtual()
            .start(() -> {
              Waiting.await()
                  .until(() ->
                      survey().running().stream()
                          .map(RunningDeployment::stage)
                          .anyMatch("waiting"::equals));
              assertThat(github.standIn.decide(true)).isTrue();
            });
    assertThat(only(rolledBack(outcome(job)).live())).isEqualTo(GOOD);
    approver.join();
    assertThat(dispatches()).isEqualTo(1);
    assertThat(told)
        .contains(
            Optional.of(
                new WaitsForPerson(
                    "At GitHub somebody has to approve the environment “production”.",
                    Optional.of(github.page("30433642")))));
  }

  @Test
  void one_that_is_rejected_there_has_failed_and_is_not_said_to_go_on() throws Exception {
    fault("needs-approval");
    RollBack job = rollBack();
    Thread reviewer =
        Thread.ofVirtual()
            .start(() -> {
              Waiting.await().until(() -> told.stream().anyMatch(Optional::isPresent));
              assertThat(github.standIn.decide(false)).isTrue();
            });
    assertThat(failed(outcome(job)).text()).contains("The workflow ended with failure");
    reviewer.join();
    assertThat(told.getLast()).isPresent();
  }

  /** As after a restart: another process knows only by what it would be found. */
  @Test
  void that_the_run_could_not_be_looked_for_is_not_taken_for_no_run() {
    RollBack job = rollBack();
    fault("needs-approval");
    fault("lists-fail");
    InstantSource fast = new FastClock(1, () -> true);
    try (ProviderGateway other =
        new ProviderGateway(Map.of(GitHubProvider.ID, provider(fast)), fast)) {
      Job again = new Job("INC-7/3", job);
      assertThat(unknown(other.reconcile(again)))
          .startsWith("Whether GitHub has carried out the rollback can't be told.")
          .doesNotContain("lists no run");
    }
    assertThat(failed(outcome(job)).text()).contains("This attempt asked for no change.");
    assertThat(dispatches()).isZero();
  }

  @Test
  void one_that_somebody_cancels_has_failed() throws Exception {
    fault("needs-approval");
    RollBack job = rollBack();
    Thread person =
        Thread.ofVirtual()
            .start(() -> {
              Waiting.await().until(() -> dispatches() == 1);
              Waiting.await().until(() -> github.standIn.newest().equals("waiting"));
              github.standIn.cancel();
            });
    Failed failed = failed(outcome(job));
    person.join();
    assertThat(failed.code()).isEqualTo("cancelled");
    assertThat(failed.kind()).isEqualTo(FailureKind.PARTLY_DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "write-forbidden, actions=write",
    "token-refused, GITHUB_TOKEN is not accepted",
    "not-found, may not see it"
  })
  void a_refusal_changes_nothing_and_is_named(String fault, String text) {
    RollBack job = rollBack();
    fault(fault);
    Failed failed = failed(outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.text()).contains(text);
    assertThat(github.standIn.runs()).isEmpty();
  }

  @Test
  void a_workflow_whose_runs_do_not_tell_the_commit_is_not_run() {
    Failed failed =
        failed(outcome(rollBack(service("shop/web/unnamed.yml+deploy.yml@production"), "INC-7/3")));
    assertThat(failed.code()).isEqualTo("workflow-unusable");
    assertThat(dispatches()).isZero();
  }
}
