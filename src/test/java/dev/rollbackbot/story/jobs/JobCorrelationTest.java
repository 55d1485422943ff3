package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider keeps its records for longer than the bot keeps its database. */
final class JobCorrelationTest {
  @TempDir Path folder;

  private SlowDeployment deployment;

  @BeforeEach
  void prepare() throws Exception {
    deployment = new SlowDeployment(folder);
  }

  @AfterEach
  void end() throws Exception {
    deployment.end(0);
  }

  private SandboxFixture bot() {
    Map<String, String> settings = deployment.settings();
    return SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
  }

  @Test
  void a_new_database_numbers_from_one_again_and_takes_no_earlier_success_for_its_own()
      throws Exception {
    deployment.end(0);
    try (SandboxFixture first = bot()) {
      SlowDeployment.approved(first.sandboxUsers()).reads("exit status 0");
    }
    deployment.holdAgain();
    try (SandboxFixture second = bot()) {
      IncidentConversation incident = SlowDeployment.approved(second.sandboxUsers());
      await().until(() -> deployment.started() == 2);
      deployment.end(4);
      incident.reads("exit status 4");
    }
  }
}
