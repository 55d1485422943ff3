package dev.rollbackbot.alert.door;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.AlertmanagerPost;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an alert to the card in Slack, through the bot as it is started. */
final class AlertStoryTest {
  @TempDir Path folder;

  private Path runbooks() throws IOException {
    Path runbooks = FastRunbook.runbooks(folder);
    Path file = runbooks.resolve("factory.yaml");
    String text = Files.readString(file);
    String alerted =
        """
            health-checks:
              text: Health check failures
              mode: propose
              alerts:
                - source: alertmanager
                  match: {alertname: FactoryUnhealthy}
                  service: gateway
                  environment: sandbox
        """;
    Files.writeString(file, FastRunbook.automatic(text, alerted));
    return runbooks;
  }

  private static void says(SandboxFixture fixture, String status)
      throws IOException, InterruptedException {
    String body =
        AlertedBot.message(AlertedBot.alert(status, "FactoryUnhealthy", Instant.now(), ""));
    AlertmanagerPost.accepted(fixture, body);
  }

  @Test
  void a_rollback_is_proposed_and_the_end_of_the_alert_is_said_on_the_card() throws Exception {
    Path runbooks = runbooks();
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ ->
                Map.of(
                    "RUNBOOKS",
                    runbooks.toString(),
                    "ALERTS_ALERTMANAGER_TOKEN",
                    AlertmanagerPost.TOKEN))) {
      SandboxUsers users = fixture.sandboxUsers();
      says(fixture, "firing");
      users.reads(REQUESTER, INCIDENTS, "FactoryUnhealthy: 4 of 100 requests fail");
      users.reads(REQUESTER, INCIDENTS, "Start the rollback");
      fixture.restart();
      says(fixture, "resolved");
      users.reads(REQUESTER, INCIDENTS, "That is no proof of a recovery");
      users.types(REQUESTER, INCIDENTS, "/rollback triggers");
      users.reads(REQUESTER, INCIDENTS, "alerted by alertmanager");
    }
  }
}
