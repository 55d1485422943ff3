package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job for a service begins only while what is live of it is what the approved plan says. */
final class CompareBeforeJobStoryTest {
  private static final String STEPS =
      """
            steps:
              - id: notice
                title: Tell the plant
                do: Call them.
                evidence: optional
              - id: deploy
                title: Deploy
                run:
                  program: deploy
                  arguments: ["--to", "{version}"]
                  environment: [DEPLOY_KEY]
                inputs:
                  - {id: version, title: Version, pattern: "[0-9]+[.][0-9]+[.][0-9]+"}
                timeout: 10m
                expected: The shop answers
                way_back: Deploy the newer version again.
                service: web

      """;

  private static final String UNDELIVERED = "select json from outbox where state = 'WAITING'";

  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private SlowDeployment deployment;

  @BeforeEach
  void start() throws Exception {
    deployment = new SlowDeployment(folder);
    Map<String, String> settings = new HashMap<>(deployment.settings());
    Path runbooks = Files.createDirectory(folder.resolve("compared"));
    Files.writeString(
        runbooks.resolve("shop.yaml"),
        JobRunbook.with(STEPS)
            .replace("resource: web-live", "resource: foundation-gateway-sandbox"));
    settings.put("RUNBOOKS", runbooks.toString());
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    deployment.end(0);
    fixture.close();
  }

  /** The first step, a person's, is under way. */
  private IncidentConversation approved() {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.reads("1 of 2 still open");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("v42 live when planned");
    incident.approved();
    incident.reads("your turn");
    return incident;
  }

  private void personIsDone(IncidentConversation incident) {
    incident.says(REQUESTER, "Done…", "called");
  }

  @Test
  void what_somebody_deploys_between_the_approval_and_its_start_is_told_and_it_does_not_begin()
      throws Exception {
    IncidentConversation incident = approved();
    users.fault("someone-deploys", true);
    personIsDone(incident);
    incident.reads("“Deploy” was not begun. web runs v43, deployed by");
    incident.reads("; expected was v42. This attempt started nothing.");
    incident.reads("*Step 2 failed");
    incident.presses(REQUESTER, "Retry");
    await().until(() -> incident.text().split("started nothing", -1).length > 2);
    // The panel says the same as before the retry: its button counts once all is delivered.
    await().until(() -> BotDatabase.column(fixture, UNDELIVERED).isEmpty());
    assertThat(deployment.started()).isZero();
    incident.presses(REQUESTER, "New plan");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("v43 live when planned");
    incident.presses(APPROVER, incident.approve());
    incident.reads("your turn");
    personIsDone(incident);
    await().until(() -> deployment.started() == 1);
  }

  @Test
  void while_what_is_live_cannot_be_read_it_does_not_begin() throws Exception {
    IncidentConversation incident = approved();
    users.fault("provider-down", true);
    personIsDone(incident);
    incident.reads("“Deploy” was not begun. What web runs could not be read right before");
    assertThat(deployment.started()).isZero();
    users.fault("provider-down", false);
    incident.presses(REQUESTER, "Retry");
    await().until(() -> deployment.started() == 1);
  }

  @Test
  void what_was_started_goes_on_whatever_is_deployed_while_the_bot_is_away() throws Exception {
    IncidentConversation incident = approved();
    personIsDone(incident);
    await().until(() -> deployment.started() == 1);
    users.fault("someone-deploys", true);
    fixture.restart();
    deployment.end(0);
    incident.reads("exit status 0");
    assertThat(deployment.started()).isEqualTo(1);
  }
}
