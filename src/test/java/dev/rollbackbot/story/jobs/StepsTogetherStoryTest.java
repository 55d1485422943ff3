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

/** Two programs that run at the same time, and a person's step after them. */
final class StepsTogetherStoryTest {
  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private TwoDeployments deployments;

  @BeforeEach
  void start() throws Exception {
    deployments = new TwoDeployments(folder);
    Map<String, String> settings = deployments.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    deployments.end("web", 0);
    deployments.end("api", 0);
    fixture.close();
  }

  @Test
  void one_fails_and_is_run_again_when_the_other_has_ended() throws Exception {
    IncidentConversation incident = deployments.running(users);
    deployments.end("api", 3);
    incident.reads("*Rolling back, step 1 of 3; step 2 failed");
    incident.reads("How it goes on can be decided when this has ended: “Deploy web”.");
    deployments.end("web", 0);
    incident.reads("*Step 2 failed");
    incident.reads("A decision is needed about “Deploy api”.");
    assertThat(incident.text()).doesNotContain("is a person's turn");
    deployments.holdAgain("api");
    incident.presses(REQUESTER, "Retry");
    incident.reads("*Rolling back, step 2 of 3*");
    await().until(() -> deployments.started("api") == 2);
    deployments.end("api", 0);
    incident.reads("“Empty the cache” is a person's turn");
    incident.says(REQUESTER, "Done…", "pressed it");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(deployments.started("web")).isEqualTo(1);
    assertThat(deployments.started("api")).isEqualTo(2);
  }

  @Test
  void a_person_stops_one_of_them() throws Exception {
    IncidentConversation incident = deployments.running(users);
    incident.presses(RESPONDER, "Stop the job: Deploy api");
    incident.reads("asked to stop what “Deploy api” runs");
    incident.reads("*Rolling back, step 1 of 3; step 2 failed");
    deployments.end("web", 0);
    incident.reads("*Step 2 failed");
  }

  @Test
  void when_both_fail_each_has_its_own_buttons() throws Exception {
    IncidentConversation incident = deployments.running(users);
    deployments.end("web", 1);
    deployments.end("api", 3);
    incident.reads("*Step 1 failed");
    incident.says(REQUESTER, "Skip: Deploy web…", "it is not affected");
    incident.reads("*Step 2 failed");
    incident.says(REQUESTER, "Mark done by hand…", "deployed it from here");
    incident.reads("“Empty the cache” is a person's turn");
  }
}
