package dev.rollbackbot.bench;

import com.slack.api.app_backend.SlackSignature;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.middleware.builtin.RequestVerification;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.web.WebServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** Bolt behind the bot's own HTTP server, with its signature check, acknowledging every click. */
final class BoltOnlyEndpoint implements SlackEndpoint {
  static final String SECRET = "bench-signing-secret";

  private final App app;
  private final SlackRequestParser parser;

  private BoltOnlyEndpoint() {
    AppConfig config =
        AppConfig.builder().singleTeamBotToken("xoxb-bench").signingSecret(SECRET).build();
    SlackSignature.Verifier verifier =
        new SlackSignature.Verifier(new SlackSignature.Generator(SECRET));
    this.app = new App(config, List.of(new RequestVerification(verifier)));
    this.parser = new SlackRequestParser(config);
    app.blockAction(Pattern.compile(".*"), (_, context) -> context.ack());
  }

  @Override
  public EndpointResponse accept(Map<String, List<String>> headers, String body, String remote) {
    try {
      Request<?> request =
          parser.parse(
              SlackRequestParser.HttpRequest.builder()
                  .requestUri("/slack/events")
                  .queryString(Map.of())
                  .requestBody(body)
                  .headers(new RequestHeaders(new TreeMap<>(headers)))
                  .remoteAddress(remote)
                  .build());
      Response response = app.run(request);
      String text = response.getBody() == null ? "" : response.getBody();
      return new EndpointResponse(response.getStatusCode(), Optional.empty(), text);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    WebServer.start(
        new WebServer.WebServerOptions(
            "127.0.0.1",
            Integer.parseInt(System.getenv("PORT")),
            Optional.empty(),
            Optional.of(new BoltOnlyEndpoint()),
            Optional.empty(),
            InboundLimits.defaults(),
            Map.of(),
            () -> ""));
    new CountDownLatch(1).await();
  }
}
