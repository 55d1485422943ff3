package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that Actions deploys, from the command to RESOLVED. */
final class EnvironmentStoryTest {
  private static final String APPROVE =
      "At GitHub somebody has to approve the environment “production”.";

  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private DeployedEnvironment environment;

  @BeforeEach
  void start() throws Exception {
    environment = new DeployedEnvironment(folder);
    Map<String, String> settings = environment.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    environment.close();
  }

  @Test
  void its_answer_is_lost_an_approval_is_waited_for_and_it_is_deployed_once() throws Exception {
    environment.fault("needs-approval");
    environment.fault("lose-answer-once");
    IncidentConversation incident = DeployedEnvironment.planned(users);
    incident.reads("GitHub asks for an approval before each deployment to production");
    assertThat(users.messages(REQUESTER, incident.channel()).toString())
        .contains("https://git.example.com/web/aaaaaaaaaaaa...bbbbbbbbbbbb|compare");
    incident.reads(
        "_Commits undone:_ 2: bbbbbbb, “Faster payment”, by Anna; ccccccc, “Payment in one step”,");
    incident.approved();
    Waiting.await().until(() -> environment.dispatches() == 1);
    incident.reads("“Roll back web” waits. " + APPROVE);
    incident.reads("*Waits*  since ");
    assertThat(users.messages(REQUESTER, incident.channel()).toString())
        .contains("<" + environment.github.page("30433642") + "|Open it>");
    assertThat(environment.github.standIn.decide(true)).isTrue();
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(environment.dispatches()).isEqualTo(1);
    assertThat(environment.github.standIn.runs().getFirst().title)
        .startsWith("Deploy " + DeployedEnvironment.GOOD + " (INC-1/2-");
    incident.saysOnce(APPROVE);
    assertThat(incident.text()).doesNotContain("*Waits*");
  }

  @Test
  void a_failing_run_is_told() {
    environment.fault("job-fails");
    IncidentConversation incident = DeployedEnvironment.approved(users);
    incident.reads("The workflow ended with failure");
    incident.reads("*Step 1 failed");
    assertThat(environment.dispatches()).isEqualTo(1);
  }

  @Test
  void commits_are_picked_from_those_since_the_version_to_return_to() throws Exception {
    fixture.close();
    environment.close();
    environment = DeployedEnvironment.withCommits(folder);
    Map<String, String> settings = environment.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
    IncidentConversation incident = DeployedEnvironment.declared(users);
    incident.reads("_To choose:_ commits");
    String repository = environment.github.page("").replace("/actions/runs/", "");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    JsonObject view = users.modal(REQUESTER);
    assertThat(ModalInput.labels(view, "picked:commits"))
        .containsExactly("bbbbbbb Faster payment", "ccccccc Payment in one step");
    assertThat(view.toString())
        .contains("Commits of main since aaaaaaaaaaaa, from which the version of Web was made")
        .contains(repository + "/compare/aaaaaaaaaaaa..." + DeployedEnvironment.BAD + "|compare");
    users.submits(
        REQUESTER,
        Map.of(
            "picked:commits",
            ModalInput.options(
                view, "picked:commits", List.of(DeployedEnvironment.BETWEEN.substring(0, 12)))));
    incident.reads("cccccccccccc Payment in one step, Anna");
    incident.reads("*Waiting for approval*");
    assertThat(users.messages(REQUESTER, incident.channel()).toString())
        .contains(repository + "/compare/aaaaaaaa...bbbbbbbb|compare");
  }
}
