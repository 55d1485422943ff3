package dev.rollbackbot.alert.door;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an alert to the card in Slack, through the bot as it is started. */
final class AlertStoryTest {
  private static final String TOKEN = "the-one-of-alertmanager";

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
    HttpRequest request =
        HttpRequest.newBuilder(fixture.bot().resolve("/alerts/alertmanager"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void a_rollback_is_proposed_and_the_end_of_the_alert_is_said_on_the_card() throws Exception {
    Path runbooks = runbooks();
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", runbooks.toString(), "ALERTS_ALERTMANAGER_TOKEN", TOKEN))) {
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
