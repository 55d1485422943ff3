package dev.rollbackbot.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Readiness;
import dev.rollbackbot.app.SlackEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metrics and reasons on a port of their own. */
final class ManagementPortTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static WebServer start(Optional<Integer> managementPort) {
    SlackEndpoint endpoint =
        (_, _, _) -> new SlackEndpoint.EndpointResponse(200, Optional.of("text/plain"), "accepted");
    return WebServer.start(
        new WebServer.WebServerOptions(
            "127.0.0.1",
            0,
            managementPort,
            Optional.of(endpoint),
            Optional.empty(),
            InboundLimits.defaults(),
            Map.of("database", () -> new Readiness(false, "the disk is full")),
            () -> "metrics"));
  }

  private static String send(URI address, String path, String method) throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(address.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body().strip();
  }

  @Test
  void it_takes_them_from_the_port_that_slack_reaches() throws Exception {
    try (WebServer web = start(Optional.of(0))) {
      URI open = web.address();
      assertThat(send(open, "/metrics", "GET")).startsWith("404");
      assertThat(send(open, "/readyz", "GET")).isEqualTo("503 not ready");
      assertThat(send(open, "/healthz", "GET")).isEqualTo("200 alive");
      assertThat(send(open, "/slack/events", "POST")).isEqualTo("200 accepted");
      URI management = web.managementAddress();
      assertThat(management).isNotEqualTo(open);
      assertThat(send(management, "/metrics", "GET")).isEqualTo("200 metrics");
      assertThat(send(management, "/readyz", "GET")).isEqualTo("503 database: the disk is full");
      assertThat(send(management, "/slack/events", "POST")).startsWith("405");
    }
  }

  @Test
  void without_it_there_is_one_port() throws Exception {
    try (WebServer web = start(Optional.empty())) {
      assertThat(web.managementAddress()).isEqualTo(web.address());
      assertThat(send(web.address(), "/metrics", "GET")).isEqualTo("200 metrics");
      assertThat(send(web.address(), "/readyz", "GET")).contains("the disk is full");
    }
  }
}
