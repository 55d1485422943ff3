package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example runbooks of GitLab, Rundeck and Jenkins, from the command to RESOLVED. */
@Order(3)
final class HttpStepStoryTest {
  @TempDir Path folder;

  private HttpJobsFixture services;
  private SandboxFixture fixture;
  private SandboxUsers users;

  @BeforeEach
  void start() throws Exception {
    services = HttpJobsFixture.start();
    Map<String, String> settings = HttpJobIncident.settings(services, folder);
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    services.close();
  }

  private IncidentConversation running(String runbook) {
    IncidentConversation incident = HttpJobIncident.approved(users, runbook);
    await().until(() -> services.standIn.started("/" + runbook) == 1);
    return incident;
  }

  private void startedOnce(String runbook) {
    assertThat(services.standIn.started("/" + runbook)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void it_runs_and_shows_how_it_stands_and_is_resolved(String runbook) {
    IncidentConversation incident = running(runbook);
    incident.reads("state ");
    services.standIn.end("/" + runbook, true);
    incident.reads("deploy-output.txt");
    UsualRollback.toTheEnd(users, incident.channel());
    startedOnce(runbook);
    assertThat(incident.text()).doesNotContain("sandbox-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_start_whose_answer_is_lost_is_found_again(String runbook) {
    services.standIn.setFault("/" + runbook, "lose-start-once", true);
    IncidentConversation incident = running(runbook);
    services.standIn.end("/" + runbook, true);
    UsualRollback.toTheEnd(users, incident.channel());
    startedOnce(runbook);
  }

  @Test
  void it_goes_on_while_the_bot_is_away_and_is_found_again() {
    IncidentConversation incident = running("jenkins");
    fixture.restart();
    services.standIn.end("/jenkins", true);
    UsualRollback.toTheEnd(users, incident.channel());
    startedOnce("jenkins");
  }

  @Test
  void a_failure_is_told_and_a_person_decides() {
    IncidentConversation incident = running("rundeck");
    services.standIn.end("/rundeck", false);
    incident.reads("state failed");
    incident.reads("*Step 1 failed");
    incident.presses(REQUESTER, "Retry");
    await().until(() -> services.standIn.started("/rundeck") == 2);
  }

  @Test
  void a_person_stops_it() {
    IncidentConversation incident = running("gitlab");
    incident.reads("[Stop the job");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("state canceled");
    incident.reads("*Step 1 failed");
  }

  @Test
  void a_refusal_is_told_with_the_words_of_the_service() {
    services.standIn.setFault("/rundeck", "conflict-once", true);
    IncidentConversation incident = HttpJobIncident.approved(users, "rundeck");
    incident.reads("another one is running");
    incident.reads("*Step 1 failed");
    assertThat(services.standIn.started("/rundeck")).isZero();
  }
}
