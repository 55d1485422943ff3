package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that runs a program on the bot's machine, from the command to RESOLVED. */
final class ProgramStepStoryTest {
  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private SlowDeployment deployment;

  @BeforeEach
  void start() throws Exception {
    deployment = new SlowDeployment(folder);
    Map<String, String> settings = deployment.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    deployment.end(0);
    fixture.close();
  }

  private IncidentConversation running() throws Exception {
    IncidentConversation incident = SlowDeployment.approved(users);
    await().until(() -> deployment.started() == 1);
    return incident;
  }

  @Test
  void it_runs_and_shows_what_it_prints_and_its_end_is_recorded() throws Exception {
    IncidentConversation incident = running();
    incident.reads("deploying --to");
    incident.reads("“Deploy” prints:");
    assertThat(incident.text()).doesNotContain("abcdefgh12345678", "anna@example.org");
    deployment.end(0);
    incident.reads("exit status 0 after");
    incident.reads("deploy-output.txt");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(Files.readString(deployment.work().resolve("environment")))
        .doesNotContain("SLACK", "HOME", "PATH");
    assertThat(deployment.started()).isEqualTo(1);
  }

  @Test
  void a_failure_is_told_and_a_person_decides() throws Exception {
    IncidentConversation incident = running();
    deployment.end(3);
    incident.reads("exit status 3. It printed last: deployed with [redacted]");
    incident.reads("*Step 1 failed");
    assertThat(deployment.started()).isEqualTo(1);
    incident.presses(REQUESTER, "Retry");
    await().until(() -> deployment.started() == 2);
  }

  @Test
  void it_goes_on_while_the_bot_is_away_and_is_found_again() throws Exception {
    IncidentConversation incident = running();
    fixture.restart();
    deployment.end(0);
    incident.reads("exit status 0");
    assertThat(deployment.started()).isEqualTo(1);
  }

  @Test
  void a_person_stops_it_with_its_whole_tree() throws Exception {
    IncidentConversation incident = running();
    incident.reads("[Stop the job");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("asked to stop what “Deploy” runs");
    incident.reads("it was stopped, with exit status");
    incident.reads("*Step 1 failed");
  }
}
