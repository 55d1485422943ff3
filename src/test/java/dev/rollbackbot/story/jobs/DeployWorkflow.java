package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A runbook whose only step runs a workflow, and the stand-in for GitHub in real time. */
public final class DeployWorkflow implements AutoCloseable {
  private static final String STEP =
      """
            steps:
              - id: deploy
                title: Deploy
                run:
                  provider: github
                  repository: shop/web
                  workflow: deploy.yml
                  ref: main
                  with: {version: "{version}", environment: production}
                  jobs: [Deploy]
                inputs:
                  - {id: version, title: Version, pattern: "[0-9]+[.][0-9]+[.][0-9]+"}
                timeout: 10m
                expected: The shop answers
                way_back: Deploy the newer version again.

      """;

  public final GitHubFixture github;
  private final Path runbooks;

  public DeployWorkflow(Path folder) throws Exception {
    github = GitHubFixture.inRealTime();
    runbooks = Files.createDirectory(folder.resolve("workflow-runbooks"));
    Files.writeString(runbooks.resolve("shop.yaml"), JobRunbook.with(STEP));
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

  /** How often a start reached GitHub, whatever became of it. */
  public int dispatches() {
    return github.calls("POST", "/dispatches").size();
  }

  /** An incident in which it was approved, with its version chosen. */
  public static IncidentConversation approved(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.reads("1 of 1 still open");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("*Waiting for approval*");
    incident.reads("deploy.yml of shop/web at main environment=production version=1.4.2");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  @Override
  public void close() {
    github.close();
  }
}
