package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenedPull;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A workflow at the branch of the plan's pull request runs the commit of the plan, or not at all.
 */
final class ApprovedCommitTest extends GitHubJobsBed {
  private static final PullRequestBranches BRANCHES =
      new PullRequestBranches("shop/web", "release-1", "main", List.of());
  private static final String ID = "INC-7/4";

  private Instant declared = Instant.EPOCH;
  private Optional<Instant> planned = Optional.empty();
  private String approved = "";

  @BeforeEach
  void revert() {
    declared = github.clock.instant();
    approved = github.standIn.pulls().push("release-1", "a11".repeat(13) + "a", "Revert it");
    started(open(), "INC-7/3");
  }

  private OpenPullRequest open() {
    return new OpenPullRequest(
        BRANCHES,
        "Revert",
        Optional.empty(),
        Duration.ofHours(1),
        Optional.of(github.clock.instant()),
        Optional.empty());
  }

  private RunWorkflow run() {
    return new RunWorkflow(
        "shop/web",
        "deploy.yml",
        "release-1",
        Map.of("version", "1.4.2"),
        List.of(),
        Duration.ofMinutes(10),
        Optional.of(github.clock.instant()),
        Optional.empty(),
        Optional.of(new OpenedPull(BRANCHES, declared, planned)));
  }

  private NotStarted notStarted() {
    NotStarted refused = refused(run(), ID);
    assertThat(github.standIn.runs()).isEmpty();
    return refused;
  }

  @Test
  void it_runs_the_commit_that_the_pull_request_was_opened_with() {
    String id = started(run(), ID);
    assertThat(github.standIn.runs().getFirst().sha).isEqualTo(approved);
    github.clock.pass(LONG);
    assertThat(runner().state(run(), id))
        .isEqualTo(new RunEnded(true, "success", "success, " + github.page(id)));
  }

  @Test
  void nothing_is_started_after_update_branch_and_what_came_is_told() {
    github.standIn.pulls().push("main", "9f2".repeat(13) + "9", "Drop column");
    String updated = github.standIn.pulls().update(github.standIn.pulls().all().getFirst());
    NotStarted refused = notStarted();
    assertThat(refused.code()).isEqualTo("other-commit");
    assertThat(refused.text())
        .isEqualTo(
            "release-1 is not at a11a11a1 any more, with which the pull request of this plan was"
                + " opened. It got since: %s (Merge branch 'main' into release-1), 9f29f29f (Drop"
                    .formatted(updated.substring(0, 8))
                + " column). Nothing was started. Close the pull request if it is open, and make a"
                + " new plan.");
  }

  @Test
  void to_close_it_and_open_another_one_approves_nothing() {
    github.standIn.pulls().setOpen(github.standIn.pulls().all().getFirst(), false);
    github.clock.pass(Duration.ofMinutes(1));
    github.standIn.pulls().push("release-1");
    started(open(), "INC-7/9");
    assertThat(notStarted().code()).isEqualTo("other-commit");
  }

  @Test
  void a_new_plan_leads_on_once_the_pull_request_of_the_one_before_is_closed() {
    github.clock.pass(Duration.ofMinutes(1));
    String moved = github.standIn.pulls().push("release-1");
    newPlan();
    started(open(), "INC-7/8");
    assertThat(notStarted().code()).as("the old one was taken").isEqualTo("other-commit");
    github.standIn.pulls().setOpen(github.standIn.pulls().all().getFirst(), false);
    started(open(), "INC-7/9");
    started(run(), ID);
    assertThat(github.standIn.runs().getFirst().sha).isEqualTo(moved);
  }

  @Test
  void a_new_plan_takes_the_pull_request_of_the_one_before_if_its_branch_is_as_it_was() {
    newPlan();
    started(open(), "INC-7/8");
    started(run(), ID);
    assertThat(github.standIn.runs().getFirst().sha).isEqualTo(approved);
  }

  private void newPlan() {
    github.clock.pass(Duration.ofMinutes(1));
    planned = Optional.of(github.clock.instant());
  }

  @Test
  void nothing_is_started_for_one_that_the_bot_opened_in_another_incident() {
    github.clock.pass(Duration.ofDays(1));
    declared = github.clock.instant();
    assertThat(notStarted().code()).isEqualTo("no-pull-request");
  }

  @Test
  void what_came_in_the_very_moment_is_told_while_it_runs_and_is_no_success() {
    fault("head-moves-once");
    String id = started(run(), ID);
    String ran = github.standIn.runs().getFirst().sha;
    String text =
        "it ran the commit %s, and not a11a11a1, with which the pull request of this plan was opened"
            .formatted(ran.substring(0, 8));
    assertThat(runner().state(run(), id))
        .isInstanceOfSatisfying(
            RunUnderWay.class,
            under ->
                assertThat(under.waits().orElseThrow().text())
                    .isEqualTo("It must be stopped: %s.".formatted(text)));
    github.clock.pass(LONG);
    assertThat(runner().state(run(), id))
        .isEqualTo(
            new RunEnded(
                false,
                "other-commit",
                "success, %s, and %s: make a new plan".formatted(github.page(id), text)));
  }
}
