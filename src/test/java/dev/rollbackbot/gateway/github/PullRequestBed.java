package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.incident.rollback.Invocation.MergePullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A pull request of a revert, and its merge. */
abstract class PullRequestBed extends GitHubJobsBed {
  static final String ID = "INC-7/3-20260302T120000Z";
  static final String MERGE_ID = "INC-7/4-20260302T121000Z";
  static final String BRANCH = "rollback/INC-7";

  static PullRequestBranches branches(String... checks) {
    return new PullRequestBranches("shop/web", BRANCH, "main", List.of(checks));
  }

  final OpenPullRequest open(String... checks) {
    return open(branches(checks));
  }

  final OpenPullRequest open(PullRequestBranches branches) {
    return new OpenPullRequest(
        branches,
        "Revert 3f9c2d1",
        Optional.of("Because of the incident."),
        Duration.ofHours(1),
        Optional.of(github.clock.instant()),
        Optional.empty());
  }

  final MergePullRequest merge(String... checks) {
    return new MergePullRequest(
        branches(checks),
        MergeMethod.SQUASH,
        github.clock.instant().minus(Duration.ofMinutes(10)),
        Duration.ofMinutes(10),
        Optional.of(github.clock.instant()),
        Optional.empty());
  }

  final String opened() {
    github.standIn.pulls().push(BRANCH);
    return started(open(), ID);
  }

  final StoredPull pull() {
    return github.standIn.pulls().all().getFirst();
  }

  final int posts() {
    return github.calls("POST", "/pulls").size();
  }

  final int puts() {
    return github.calls("PUT", "/merge").size();
  }

  final RunEnded ended(ProviderJob job, String number) {
    Object state = runner().state(job, number);
    assertThat(state).isInstanceOf(RunEnded.class);
    return (RunEnded) state;
  }

  final String page(String number) {
    return github.page("").replace("actions/runs/", "pull/" + number);
  }
}
