package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;

import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;

/** A runbook that opens a pull request and merges it, and the stand-in for GitHub in real time. */
public final class RevertPullRequest extends GitHubRunbook {
  private static final String STEPS =
      """
            steps:
              - id: pull-request
                title: Open the revert
                run:
                  provider: github
                  repository: shop/web
                  pull_request:
                    head: "rollback/{incident}"
                    base: main
                    title: "Revert for {incident}"
                    checks: [test]
                timeout: 10m
                expected: It can be merged
                way_back: Close it.
              - id: merge
                title: Merge the revert
                run:
                  provider: github
                  repository: shop/web
                  merge:
                    head: "rollback/{incident}"
                    base: main
                    checks: [test]
                timeout: 10m
                expected: main has the revert
                way_back: Revert the revert.

      """;

  public RevertPullRequest(Path folder) throws Exception {
    super(folder, JobRunbook.with(STEPS));
    github.standIn.pulls().push("rollback/INC-1");
  }

  /** How often one was asked for, whatever became of it. */
  public int opened() {
    return github.calls("POST", "/pulls").size();
  }

  /** How often a merge was asked for, whatever became of it. */
  public int merges() {
    return github.calls("PUT", "/merge").size();
  }

  public StoredPull pull() {
    return github.standIn.pulls().all().getFirst();
  }

  /** As a second person at GitHub. */
  public void approve() {
    github.standIn.pulls().review(pull(), "octocat", "APPROVED");
  }

  /** An incident in which it was approved. */
  public static IncidentConversation approved(SandboxUsers users) {
    IncidentConversation incident = planned(users);
    incident.reads("pull request of shop/web from rollback/INC-1 to main: Revert for INC-1");
    incident.reads("merge rollback/INC-1 into main of shop/web with a merge commit");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }
}
