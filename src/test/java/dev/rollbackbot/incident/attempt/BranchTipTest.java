package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.JobSpec.ProcessSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What starts from a branch starts from the commit that its plan was approved with. */
@Pure
final class BranchTipTest {
  private static final String TIP = "c65b3ce0c65b3ce0c65b3ce0c65b3ce0c65b3ce0";
  private static final List<String> REVERT =
      List.of("revert", "--of", "git@example.com:shop", "--branch", "back", "--commits", "aeaf375");

  private static ConversationDriver planned(List<String> arguments, CommitHistory read) {
    Step step =
        JobSteps.of(
            "revert",
            "Revert",
            new ProcessSpec("repository", arguments, Optional.empty(), List.of(), Optional.empty()),
            List.of(),
            Optional.empty());
    return plannedSteps(read, List.of(step));
  }

  private static ConversationDriver plannedSteps(CommitHistory read, List<Step> steps) {
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        SampleIncident.runbook(List.of(new Method("job", "By a job", "", steps))),
                        SampleIncident.declaration(true, Severity.CRITICAL, "job")));
    Outcome.Surveyed surveyed =
        (Outcome.Surveyed) ((Outcome.Succeeded) SampleIncident.surveyed()).finding();
    Outcome survey =
        new Outcome.Succeeded(
            new Outcome.Surveyed(
                surveyed.services(), surveyed.unreadable(), Map.of("revert", read)),
            Duration.ofSeconds(1));
    return driver.bot((at, by) ->
        new Command.JobFinished(at, by, driver.surveyJob(), survey, RollbackHistory.NONE));
  }

  private static CommitHistory at(String tip) {
    return new CommitHistory(
        "main",
        List.of(new Commit(tip, List.of(), "Faster lists", "Dora", Instant.EPOCH)),
        Optional.empty());
  }

  private static PlannedJob job(ConversationDriver driver) {
    return driver.plan().steps().getFirst().job().orElseThrow();
  }

  @Test
  void the_approved_call_names_it_and_is_what_runs() {
    ConversationDriver driver = planned(REVERT, at(TIP));
    assertThat(job(driver).call()).startsWith("repository revert --at " + TIP + " --of ");
    driver.does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    String hash = driver.plan().hash();
    driver.does(APPROVER, (at, by) -> new Command.Approve(at, by, hash));
    assertThat(JobIncident.invocations(driver))
        .anySatisfy(i ->
            assertThat(i)
                .isInstanceOfSatisfying(
                    RunProcess.class,
                    run ->
                        assertThat(run.arguments())
                            .startsWith("revert", "--at", TIP, "--of")
                            .endsWith("--commits", "aeaf375")));
  }

  private static JobSpec.WorkflowSpec deploy(String ref) {
    return new JobSpec.WorkflowSpec("Shop/web", "deploy.yml", ref, Map.of(), List.of());
  }

  /** After a pull request from a branch of the plan. */
  private static ConversationDriver afterPull(String ref) {
    PullRequestBranches branches =
        new PullRequestBranches("shop/web", "rollback/{incident}-{plan}", "main", List.of());
    PullRequestSpec pull = new PullRequestSpec(branches, "Revert", Optional.empty());
    return plannedSteps(
        at(TIP),
        List.of(
            JobSteps.of("pull", "Open it", pull, List.of(), Optional.empty()),
            JobSteps.of("deploy", "Run", deploy(ref), List.of(), Optional.empty())));
  }

  private static Optional<Invocation.OpenedPull> runs(String ref) {
    ConversationDriver driver =
        afterPull(ref)
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    JobIncident.approved(driver).jobEnds(JobIncident.DONE);
    return ((Invocation.RunWorkflow) JobIncident.lastRun(driver)).opened();
  }

  private static List<String> told(ConversationDriver driver) {
    return driver.plan().steps().stream()
        .flatMap(s ->
            PlannedJobs.startsAtAny(
                JobIncident.details(driver),
                JobIncident.details(driver).method().job(s.id()).orElseThrow(),
                s.job().orElseThrow())
                .stream())
        .toList();
  }

  @Test
  void a_workflow_at_the_branch_of_the_plans_pull_request_runs_the_commit_of_that() {
    Invocation.OpenedPull opened = runs("rollback/{incident}-{plan}").orElseThrow();
    assertThat(opened.branches().head()).startsWith("rollback/INC-12-2");
    assertThat(opened.branches().base()).isEqualTo("main");
    assertThat(told(afterPull("refs/heads/rollback/{incident}-{plan}"))).isEmpty();
  }

  @Test
  void one_at_another_branch_runs_whatever_that_is_at_and_the_plan_says_so() {
    assertThat(runs("main")).isEmpty();
    assertThat(told(afterPull("main"))).containsExactly("main");
  }

  @Test
  void another_one_is_another_plan() {
    assertThat(planned(REVERT, at(TIP)).plan().hash())
        .isNotEqualTo(planned(REVERT, at(TIP.replace('c', 'd'))).plan().hash());
  }

  @Test
  void one_that_could_not_be_read_is_known_as_that() {
    PlannedJob job = job(planned(REVERT, CommitHistory.unreadable("main", "No route.")));
    assertThat(job.call()).doesNotContain("--at");
    assertThat(job.tip())
        .contains(new BranchTip("main", Optional.empty(), Optional.of("No route.")));
  }

  private static Stream<Survey> surveys(ConversationDriver driver) {
    return JobIncident.invocations(driver).stream()
        .flatMap(i -> i instanceof Survey survey ? Stream.of(survey) : Stream.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply --of x --branch b --message m", "checkout --of x --base next"})
  void it_is_read_for_whatever_starts_from_a_branch(String arguments) {
    ConversationDriver driver = planned(List.of(arguments.split(" ", -1)), at(TIP));
    assertThat(surveys(driver))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.commits().orElseThrow()).containsKey("revert"));
    assertThat(job(driver).tip()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkout --of x --base rollback/{incident} --mark {incident}",
        "checkout --of x --base aeaf375"
      })
  void what_is_known_otherwise_needs_none(String arguments) {
    ConversationDriver driver = planned(List.of(arguments.split(" ", -1)), at(TIP));
    assertThat(surveys(driver)).isNotEmpty().allSatisfy(s -> assertThat(s.commits()).isEmpty());
    assertThat(job(driver).tip()).isEmpty();
  }
}
