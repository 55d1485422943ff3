package dev.rollbackbot.slack.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.SlackSignature;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.slack.SlackAdapterFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackHttpEndpointTest {
  private static final String HELP =
      "command=%2Frollback&text=help&user_id=U0REQUESTER&channel_id=C0INCIDENTS"
          + "&trigger_id=1.2.abc&team_id=T1&response_url=";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static SlackAdapterFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterAll
  static void stop() {
    HTTP.shutdownNow();
    fixture.close();
  }

  private static HttpResponse<String> post(String body, Instant at) throws Exception {
    return post(HTTP, body, at);
  }

  private static HttpResponse<String> post(HttpClient http, String body, Instant at)
      throws Exception {
    String timestamp = Long.toString(at.getEpochSecond());
    String signature =
        new SlackSignature.Generator(fixture.slack.signingSecret()).generate(timestamp, body);
    return post(http, body, timestamp, signature);
  }

  private static HttpResponse<String> post(
      HttpClient http, String body, String timestamp, String signature) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(fixture.web.address() + "/slack/events"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", timestamp)
            .header("X-Slack-Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_signed_request_is_handled() throws Exception {
    HttpResponse<String> answer = post(HELP, Instant.now());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("what is going on").contains("ephemeral");
  }

  @Test
  void an_unsigned_request_is_refused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fixture.web.address() + "/slack/events"))
            .POST(HttpRequest.BodyPublishers.ofString(HELP))
            .build();
    assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_request_with_the_signature_of_another_body_is_refused() throws Exception {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String other =
        new SlackSignature.Generator(fixture.slack.signingSecret()).generate(timestamp, HELP + "x");
    assertThat(post(HTTP, HELP, timestamp, other).statusCode()).isEqualTo(401);
  }

  @Test
  void a_request_older_than_five_minutes_is_refused() throws Exception {
    assertThat(post(HELP, Instant.now().minusSeconds(310)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_request_from_more_than_five_minutes_in_the_future_is_refused() throws Exception {
    assertThat(post(HELP, Instant.now().plusSeconds(310)).statusCode()).isEqualTo(401);
    assertThat(post(HELP, Instant.now().plusSeconds(200)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"300, 200", "301, 401", "-300, 200", "-301, 401"})
  void a_request_may_be_exactly_five_minutes_off(int secondsLate, int status) {
    Instant now = Instant.parse("2026-10-25T01:00:00Z");
    String timestamp = Long.toString(now.minusSeconds(secondsLate).getEpochSecond());
    String signature =
        new SlackSignature.Generator(fixture.slack.signingSecret()).generate(timestamp, HELP);
    try (SlackInbound inbound = fixture.inbound(() -> now)) {
      assertThat(
              inbound
                  .endpoint()
                  .accept(
                      Map.of(
                          "X-Slack-Request-Timestamp",
                          List.of(timestamp),
                          "X-Slack-Signature",
                          List.of(signature)),
                      HELP,
                      "127.0.0.1")
                  .status())
          .isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "99999999999999999999"})
  void an_invalid_timestamp_is_refused(String timestamp) throws Exception {
    assertThat(post(HTTP, HELP, timestamp, "v0=00").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "payload=",
        "payload=%7B",
        "payload=%5B1%5D",
        "payload=null",
        "payload=%7B%22type%22%3A%22block_actions%22%7D",
        "payload=%7B%22type%22%3A%22view_submission%22%7D",
        "payload=%7B%22type%22%3A%22surprise%22%7D",
        "payload=%7B%22type%22%3A7%7D",
        "payload=%ZZ",
        "command=%2Frollback",
        "{\"type\":\"event_callback\"}"
      })
  void a_malformed_body_is_no_server_error(String body) throws Exception {
    assertThat(post(body, Instant.now()).statusCode()).as(body).isLessThan(500);
  }

  @Test
  void an_oversized_body_is_refused() throws Exception {
    // The server closes the connection afterwards, so other tests must not share it.
    try (HttpClient own = HttpClient.newHttpClient()) {
      assertThat(
              post(own, "x".repeat(InboundLimits.defaults().bodyBytes() + 1), Instant.now())
                  .statusCode())
          .isEqualTo(413);
    }
  }
}
