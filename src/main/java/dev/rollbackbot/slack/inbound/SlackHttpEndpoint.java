package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.util.JsonPayloadExtractor;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.slack.client.JsonNesting;
import dev.rollbackbot.slack.client.SlackOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what Slack posts. Nothing in a body is looked at before its signature is found good. */
final class SlackHttpEndpoint implements SlackEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(SlackHttpEndpoint.class);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int BAD = 400;
  private static final int UNSIGNED = 401;
  private static final int MOST_DIGITS = 11;
  private static final String TIMESTAMP = "X-Slack-Request-Timestamp";
  private static final String SIGNATURE = "X-Slack-Signature";

  private final PayloadDispatcher dispatcher;
  private final SlackRequestParser parser;
  private final JsonPayloadExtractor extractor = new JsonPayloadExtractor();
  private final Optional<SlackSignature.Verifier> verifier;
  private final InstantSource clock;
  private final int deepest;

  SlackHttpEndpoint(PayloadDispatcher dispatcher, SlackOptions options, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.parser = new SlackRequestParser(dispatcher.config());
    this.verifier =
        options
            .signingSecret()
            .filter(s -> !s.isBlank())
            .map(s -> new SlackSignature.Verifier(new SlackSignature.Generator(s)));
    this.clock = clock;
    this.deepest = options.inboundLimits().jsonDepth();
  }

  @Override
  public EndpointResponse accept(Map<String, List<String>> headers, String body, String remote) {
    RequestHeaders all = new RequestHeaders(new TreeMap<>(headers));
    if (!signed(all, body)) {
      LOG.info("A request of {} is refused: its signature does not hold", remote);
      return plain(UNSIGNED, "The signature does not hold.");
    }
    return parsed(all, body, remote)
        .map(dispatcher::run)
        .map(SlackHttpEndpoint::answer)
        .orElseGet(() -> plain(BAD, "This is no payload of Slack's."));
  }

  /** A replayed request is as bad as an unsigned one; a clock ahead of ours is a replay to come. */
  private boolean signed(RequestHeaders headers, String body) {
    String timestamp = headers.getFirstValue(TIMESTAMP);
    String signature = headers.getFirstValue(SIGNATURE);
    if (verifier.isEmpty() || timestamp == null || signature == null) {
      return false;
    }
    if (!timestamp.matches("[0-9]{1," + MOST_DIGITS + "}")) {
      return false;
    }
    Instant now = clock.instant();
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, now).abs().compareTo(WINDOW) <= 0
        && verifier.get().isValid(timestamp, body, signature, now.toEpochMilli());
  }

  private Optional<Request<?>> parsed(RequestHeaders headers, String body, String remote) {
    try {
      String json = extractor.extractIfExists(body);
      if (json != null && !JsonNesting.isWithinDepth(json, deepest)) {
        LOG.warn("A signed body is refused: it is no JSON, or nested deeper than {}", deepest);
        return Optional.empty();
      }
      @Nullable Request<?> request =
          parser.parse(
              SlackRequestParser.HttpRequest.builder()
                  .requestUri("/slack/events")
                  .queryString(Map.of())
                  .requestBody(body)
                  .headers(headers)
                  .remoteAddress(remote)
                  .build());
      if (request == null) {
        LOG.warn("A signed body is refused: it is of no kind that is known");
      }
      return Optional.ofNullable(request);
    } catch (RuntimeException e) {
      LOG.warn("A signed body is refused: it can't be read ({})", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static EndpointResponse answer(Response response) {
    String body = response.getBody() == null ? "" : response.getBody();
    return new EndpointResponse(
        response.getStatusCode(),
        Optional.ofNullable(response.getContentType()).filter(_ -> !body.isEmpty()),
        body);
  }

  private static EndpointResponse plain(int status, String text) {
    return new EndpointResponse(status, Optional.of("text/plain; charset=utf-8"), text);
  }
}
