package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The factory's second method through a pull request, with real git and a stand-in of GitHub. */
final class FactoryPullRequestStoryTest {
  @TempDir Path folder;

  private FactoryIncident factory;

  @BeforeEach
  void start() {
    factory = FactoryIncident.in(folder);
  }

  private IncidentConversation approved(SandboxUsers users, String method) {
    String commits = String.join(" ", factory.machine().repository().factory());
    return FactoryIncident.approved(users, method, "commits", commits);
  }

  @Test
  void it_is_reviewed_deployed_by_a_workflow_and_merged() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("github-check-fails", true);
      IncidentConversation incident = approved(users, "git-revert-workflow");
      incident.reads("not all checks passed");
      incident.reads("*Step 2 failed");
      users.fault("github-check-fails", false);
      users.fault("github-lose-answer-once", true);
      incident.presses(REQUESTER, "Retry");
      incident.reads("it is open and can be merged");
      incident.reads("nobody knows yet whether it worked");
      incident.reads("then “Gateway is healthy”, “Factory endpoints answer 404” passed");
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("merged into main");
    }
  }

  @Test
  void it_is_deployed_by_wrangler_and_merged() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = approved(users, "git-revert-wrangler");
      incident.reads("it is open and can be merged");
      incident.reads("deploy-ui-output.txt");
      incident.reads("merged into main");
      UsualRollback.toTheEnd(users, incident.channel());
      assertThat(factory.branch()).startsWith("rollback/INC-1-");
    }
  }
}
