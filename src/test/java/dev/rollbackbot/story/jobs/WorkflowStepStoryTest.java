package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that runs a workflow at GitHub, from the command to RESOLVED. */
final class WorkflowStepStoryTest {
  private static final String APPROVE =
      "At GitHub somebody has to approve the environment “production”.";

  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private DeployWorkflow workflow;

  @BeforeEach
  void start() throws Exception {
    workflow = new DeployWorkflow(folder);
    Map<String, String> settings = workflow.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    workflow.close();
  }

  @Test
  void it_waits_for_an_approval_there_says_so_once_and_is_done_when_it_has_ended()
      throws Exception {
    workflow.fault("needs-approval");
    IncidentConversation incident = DeployWorkflow.approved(users);
    incident.reads(APPROVE);
    incident.reads("|Open it>");
    assertThat(users.sees(REQUESTER).toString())
        .contains("<" + workflow.github.page("30433642") + "|Open it>");
    incident.reads("Deploy: waiting");
    assertThat(workflow.github.standIn.decide(true)).isTrue();
    incident.reads("success, ");
    incident.reads("deploy-output.txt");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(workflow.dispatches()).isEqualTo(1);
    incident.saysOnce(APPROVE);
    assertThat(incident.text()).doesNotContain("abcdefgh12345678", "anna@example.org");
  }

  @Test
  void a_lost_answer_is_found_again_and_a_failing_job_is_told() {
    workflow.fault("lose-answer-once");
    workflow.fault("job-fails");
    IncidentConversation incident = DeployWorkflow.approved(users);
    incident.reads("nobody knows yet whether it worked");
    incident.reads("failure, ");
    incident.reads("*Step 1 failed");
    assertThat(workflow.dispatches()).isEqualTo(1);
    assertThat(workflow.github.standIn.runs()).hasSize(1);
  }

  @Test
  void what_github_refuses_is_told_and_can_be_tried_again() {
    workflow.fault("write-forbidden");
    IncidentConversation incident = DeployWorkflow.approved(users);
    incident.reads("lacks a permission");
    incident.reads("*Step 1 failed");
    workflow.github.standIn.setFault("write-forbidden", false);
    incident.presses(REQUESTER, "Retry");
    incident.reads("success, ");
    assertThat(workflow.github.standIn.runs()).hasSize(1);
  }

  @Test
  void a_person_stops_it() {
    workflow.fault("needs-approval");
    IncidentConversation incident = DeployWorkflow.approved(users);
    incident.reads("[Stop the job");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("asked to stop what “Deploy” runs");
    incident.reads("cancelled, ");
    incident.reads("*Step 1 failed");
    await().until(() -> workflow.github.standIn.newest().equals("completed cancelled"));
  }

  @Test
  void it_goes_on_while_the_bot_is_away_and_is_found_again() {
    workflow.fault("needs-approval");
    IncidentConversation incident = DeployWorkflow.approved(users);
    incident.reads(APPROVE);
    fixture.restart();
    assertThat(workflow.github.standIn.decide(true)).isTrue();
    incident.reads("success, ");
    assertThat(workflow.dispatches()).isEqualTo(1);
    incident.saysOnce(APPROVE);
  }
}
