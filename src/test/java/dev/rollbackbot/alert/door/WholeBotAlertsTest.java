package dev.rollbackbot.alert.door;

import static dev.rollbackbot.alert.door.AlertDoor.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bot as it is started, with its settings. */
final class WholeBotAlertsTest {
  private static final String TOKEN = "the-one-of-alertmanager";

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int posts(SandboxFixture fixture, String source)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(fixture.bot().resolve("/alerts/" + source))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofByteArray(message("alertmanager-firing.json"))))
        .statusCode();
  }

  @Test
  void an_alert_is_counted_and_a_restart_knows_it() throws Exception {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"), _ -> Map.of("ALERTS_ALERTMANAGER_TOKEN", TOKEN))) {
      assertThat(posts(fixture, "alertmanager")).isEqualTo(204);
      assertThat(posts(fixture, "grafana")).isEqualTo(404);
      fixture.restart();
      assertThat(posts(fixture, "alertmanager")).isEqualTo(204);
      assertThat(send(HttpRequest.newBuilder(fixture.bot().resolve("/metrics"))).body())
          .contains("rollbackbot_alerts_total{result=\"still_firing\",source=\"alertmanager\"} 2.0")
          .doesNotContain("result=\"fired\"");
    }
  }

  @Test
  void without_a_secret_nothing_is_there() throws Exception {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      assertThat(posts(fixture, "alertmanager")).isEqualTo(404);
    }
  }
}
