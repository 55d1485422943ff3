package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.contract.FastClock;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.gateway.github.api.GitHubOptions.ActionsTimings;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.ReconcileRollback;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that a workflow deploys, through the gateway, against the stand-in in real time. */
final class EnvironmentRollbackTest {
  private static final String GOOD = "a".repeat(40);
  private static final String BAD = "b".repeat(40);
  private static final ServiceRef SHOP = service("shop/web/deploy.yml@production");

  private GitHubFixture github;
  private GitHubProvider provider;
  private ProviderGateway gateway;

  /** For whom a rollback was said to wait, by and by. */
  private final List<Optional<WaitsForPerson>> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    github = GitHubFixture.inRealTime();
    Instant now = Instant.now();
    github.standIn.environment().deployed(GOOD, now.minusSeconds(7200), true);
    github.standIn.environment().deployed(BAD, now.minusSeconds(3600), true);
    github.standIn.environment().deployed("c".repeat(40), now.minusSeconds(1800), false);
    provider = provider(InstantSource.system());
    gateway = new ProviderGateway(Map.of(GitHubProvider.ID, provider), InstantSource.system());
  }

  private GitHubProvider provider(InstantSource clock) {
    return new GitHubProvider(
        GitHubOptions.of(
                github.settings(),
                Optional.of(Secret.fixed(GitHubFixture.TOKEN)),
                InboundLimits.defaults(),
                new ActionsTimings(
                    Waiting.LIMIT,
                    Waiting.LIMIT,
                    Duration.ofSeconds(2),
                    Duration.ZERO,
                    Duration.ofMillis(300),
                    Duration.ofMillis(5)))
            .orElseThrow(),
        clock);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    github.close();
  }

  private static ServiceRef service(String resource) {
    return new ServiceRef(
        new Service("shop", "shop", ServiceKind.GITHUB_ENVIRONMENT, Optional.empty()),
        resource,
        Optional.of("production"));
  }

  private void fault(String id) {
    github.standIn.setFault(id, true);
  }

  private Outcome outcome(RollBack job) {
    return ((Finished) gateway.submit(new Job("INC-7/3", job), () -> true, told::add)).outcome();
  }

  private Outcome reconciled(RollBack job) {
    return gateway.reconcile(new Job("INC-7/4", new ReconcileRollback(job, Optional.empty())));
  }

  private ServiceDeployments survey() {
    return ((Surveyed) ((Succeeded) surveyed(SHOP)).finding()).services().getFirst();
  }

  private Outcome surveyed(ServiceRef service) {
    return ((Finished) gateway.submit(new Job("INC-7/1", Survey.of(List.of(service))), () -> true))
        .outcome();
  }

  private RollBack rollBack() {
    return rollBack(SHOP, "INC-7/3-20260302T120000Z");
  }

  private RollBack rollBack(ServiceRef service, String correlation) {
    ServiceDeployments read = survey();
    return new RollBack(
        service,
        read.live(),
        read.earlier().getFirst().onlyVersion().orElseThrow(),
        "Rollback %s: aaaaaaaa, plan 0bad".formatted(correlation),
        Optional.empty());
  }

  private int dispatches() {
    return github.calls("POST", "/dispatches").size();
  }

  private static String only(Deployment deployment) {
    return deployment.onlyVersion().orElseThrow().id();
  }

  private static Failed failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }

  private static String unknown(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Unknown.class);
    return ((Unknown) outcome).text();
  }

  private static RolledBack rolledBack(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (RolledBack) ((Succeeded) outcome).finding();
  }

  @Test
  void live_is_what_was_deployed_last_with_success() {
    github.standIn.pulls().push("main", GOOD, "Good");
    github.standIn.pulls().push("main", BAD, "Bad");
    ServiceDeployments read = survey();
    assertThat(only(read.live())).isEqualTo(BAD);
    assertThat(read.live().author()).contains("anna");
    assertThat(read.live().onlyVersion().orElseThrow().label()).isEqualTo("bbbbbbbb");
    assertThat(read.live().onlyVersion().orElseThrow().message()).contains("Bad");
    assertThat(read.earlier()).extracting(EnvironmentRollbackTest::only).containsExactly(GOOD);
    assertThat(read.warnings()).isEmpty();
    assertThat(read.running()).isEmpty();
    int calls = github.standIn.calls().size();
    survey();
    assertThat(github.standIn.calls().size() - calls)
        .as("the list, the one that failed, and the environment")
        .isEqualTo(3);
  }

  private UndoneCommits undone() {
    return Optional.ofNullable(survey().commits().get(GOOD)).orElseThrow();
  }

  @Test
  void what_a_rollback_undoes_is_counted_and_the_newest_are_listed() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("main", GOOD, "Good");
    pulls.push("hotfix", "c".repeat(40), "Beside");
    for (int i = 1; i <= 6; i++) {
      pulls.push("main", "%040x".formatted(0xabc0 + i), "Change of anna@example.com " + i);
    }
    pulls.push("main", BAD, "Bad");
    UndoneCommits undone = undone();
    assertThat(undone.count()).isEqualTo(7);
    assertThat(undone.returning()).isZero();
    assertThat(undone.newest())
        .extracting(Commit::subject)
        .hasSize(UndoneCommits.LISTED)
        .startsWith("Bad")
        .noneMatch(subject -> subject.contains("anna@"));
    assertThat(undone.compare())
        .contains(github.page("").replace("/actions/runs/", "/compare/aaaaaaaa...bbbbbbbb"));
    assertThat(undone()).isEqualTo(undone);
    assertThat(github.calls("GET", "/compare/")).as("it never changes").hasSize(1);
  }

  @Test
  void what_lies_before_the_commits_that_are_listed_is_counted_all_the_same() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("main", GOOD, "Good");
    for (int i = 1; i <= 120; i++) {
      pulls.push("main");
    }
    pulls.push("main", BAD, "Bad");
    assertThat(undone().count()).isEqualTo(121);
    assertThat(undone().newest()).isEmpty();
  }

  @Test
  void commits_that_only_the_earlier_version_has_become_live_again() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("hotfix");
    pulls.push("hotfix", GOOD, "Good");
    pulls.push("main", BAD, "Bad");
    assertThat(undone().count()).isEqualTo(1);
    assertThat(undone().returning()).isEqualTo(2);
  }

  @Test
  void that_commits_are_not_known_holds_up_no_plan() {
    assertThat(undone().problem().orElseThrow()).contains("It does not exist");
  }

  @Test
  void the_newest_commits_of_a_branch_are_read() throws Exception {
    github.standIn.pulls().push("main", GOOD, "Good\n\nand why");
    CommitHistory read =
        provider.commits(new CommitSource(GitHubProvider.ID, "shop/web", "main", List.of()));
    assertThat(read.commits()).extracting(Commit::subject).startsWith("Good").hasSize(2);
    assertThat(read.commits().getFirst().parents()).containsExactly(read.commits().getLast().id());
    assertThat(read.compare().orElseThrow()).endsWith("/shop/web/compare/{from}...{to}");
  }

  @ParameterizedTest
  @CsvSource({
    "shop/other, main, GITHUB_REPOSITORIES does not list",
    "shop/web, gone, does not exist",
    "shop/web, a..b, is no name of a branch"
  })
  void commits_that_can_not_be_read(String repository, String branch, String why) {
    CommitSource source = new CommitSource(GitHubProvider.ID, repository, branch, List.of());
    assertThatThrownBy(() -> provider.commits(source))
        .isInstanceOfSatisfying(
            ProviderReadException.class, e -> assertThat(e.text()).contains(why));
  }

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

  @ParameterizedTest
  @CsvSource({
    "shop/other/deploy.yml@production, GITHUB_REPOSITORIES does not list",
    "shop/web/deploy.yml@staging, none is a success",
    "web, names no workflow and environment"
  })
  void what_is_not_there_can_not_be_read(String resource, String text) {
    assertThat(failed(surveyed(service(resource))).text()).contains(text);
  }

  @Test
  void a_workflow_whose_runs_do_not_tell_the_commit_is_not_run() {
    Failed failed =
        failed(outcome(rollBack(service("shop/web/unnamed.yml@production"), "INC-7/3")));
    assertThat(failed.code()).isEqualTo("workflow-unusable");
    assertThat(dispatches()).isZero();
  }

  @Test
  void a_deployment_whose_commit_can_not_be_told_is_not_taken_for_the_branchs() throws Exception {
    github.dispatch("deploy.yml", Map.of("version", "1.4.2"));
    Waiting.await().until(() -> github.standIn.newest().equals("completed success"));
    assertThat(failed(surveyed(SHOP)).text())
        .contains("GitHub does not tell which commit deploy.yml deployed", github.page("30433642"));
  }

  @Test
  void readiness_reads_the_deployments() {
    provider.serve(List.of(), List.of(SHOP));
    assertThat(provider.problem()).isEmpty();
    assertThat(github.calls("GET", "/deployments?environment=production")).hasSize(1);
  }
}
