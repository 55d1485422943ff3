package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.util.Map;

/** A runbook whose only step runs a workflow, and the stand-in for GitHub in real time. */
public final class DeployWorkflow extends GitHubRunbook {
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

  public DeployWorkflow(Path folder) throws Exception {
    super(folder, JobRunbook.with(STEP));
  }

  /** An incident in which it was approved, with its version chosen. */
  public static IncidentConversation approved(SandboxUsers users) {
    IncidentConversation incident = declared(users);
    incident.reads("1 of 1 still open");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("*Waiting for approval*");
    incident.reads("deploy.yml of shop/web at main environment=production version=1.4.2");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }
}
