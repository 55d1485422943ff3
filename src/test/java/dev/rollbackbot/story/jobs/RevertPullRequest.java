package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A runbook that opens a pull request and merges it, and the stand-in for GitHub in real time. */
public final class RevertPullRequest implements AutoCloseable {
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

  public final GitHubFixture github;
  private final Path runbooks;

  public RevertPullRequest(Path folder) throws Exception {
    github = GitHubFixture.inRealTime();
    github.standIn.pulls().push("rollback/INC-1");
    runbooks = Files.createDirectory(folder.resolve("pull-request-runbooks"));
    Files.writeString(runbooks.resolve("shop.yaml"), JobRunbook.with(STEPS));
  }

  /** The bot's settings for it. */
  public Map<String, String> settings() {
    Map<String, String> all = new HashMap<>(github.settings());
    all.put("RUNBOOKS", runbooks.toString());
    return all;
  }

  public void fault(String id) {
    github.standIn.setFault(id, true);
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
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.reads("stands; it goes to approval");
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    incident.reads("pull request of shop/web from rollback/INC-1 to main: Revert for INC-1");
    incident.reads("merge rollback/INC-1 into main of shop/web with a merge commit");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  @Override
  public void close() {
    github.close();
  }
}
