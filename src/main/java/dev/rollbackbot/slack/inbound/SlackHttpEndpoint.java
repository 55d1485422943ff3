package dev.rollbackbot.slack.inbound;

import com.google.gson.JsonParser;
import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.util.JsonPayloadExtractor;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.JsonNesting;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.slack.inbound.payload.ClickRequest;
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

/**
 * Receives Slack's requests. Nothing in a body is read before its signature is verified, except
 * that it only asks whether the URL can be reached, which Slack doesn't sign.
 */
final class SlackHttpEndpoint implements SlackEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(SlackHttpEndpoint.class);
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int MAX_CERTIFICATE_CHECK = 1_000;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int MAX_DIGITS = 11;
  private static final String TIMESTAMP = "X-Slack-Request-Timestamp";
  private static final String SIGNATURE = "X-Slack-Signature";

  private final PayloadDispatcher dispatcher;
  private final AppConfig config;
  private final SlackRequestParser parser;
  private final JsonPayloadExtractor extractor = new JsonPayloadExtractor();
  private final Optional<Secret> signingSecret;
  private final InstantSource clock;
  private final int maxDepth;

  SlackHttpEndpoint(PayloadDispatcher dispatcher, SlackOptions options, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.config = dispatcher.config();
    this.parser = new SlackRequestParser(config);
    this.signingSecret = options.signingSecret();
    this.clock = clock;
    this.maxDepth = options.inboundLimits().jsonDepth();
  }

  @Override
  public EndpointResponse accept(Map<String, List<String>> headers, String body, String remote) {
    if (isCertificateCheck(body)) {
      return new EndpointResponse(OK, Optional.empty(), "");
    }
    RequestHeaders all = new RequestHeaders(new TreeMap<>(headers));
    if (!isSigned(all, body, remote)) {
      return plain(UNAUTHORIZED, "The signature does not hold.");
    }
    return parse(all, body, remote)
        .map(dispatcher::run)
        .map(SlackHttpEndpoint::toEndpointResponse)
        .orElseGet(() -> plain(BAD_REQUEST, "This is no payload of Slack's."));
  }

  /** Nothing else in such a body is used, and nothing follows from it. */
  private static boolean isCertificateCheck(String body) {
    return body.length() <= MAX_CERTIFICATE_CHECK
        && List.of(body.strip().split("&")).contains("ssl_check=1");
  }

  private boolean isSigned(RequestHeaders headers, String body, String remote) {
    String timestamp = headers.getFirstValue(TIMESTAMP);
    String signature = headers.getFirstValue(SIGNATURE);
    if (signingSecret.isEmpty()
        || timestamp == null
        || signature == null
        || !timestamp.matches("[0-9]{1," + MAX_DIGITS + "}")
        || !isValid(signingSecret.get(), timestamp, body, signature)) {
      LOG.info("request refused remote={}: invalid signature", remote);
      return false;
    }
    return isOfNow(Instant.ofEpochSecond(Long.parseLong(timestamp)), remote);
  }

  /** The SDK compares the timestamp with the clock as well: it gets the timestamp for both. */
  private static boolean isValid(Secret secret, String timestamp, String body, String signature) {
    long sent = Duration.ofSeconds(Long.parseLong(timestamp)).toMillis();
    return secret.values().stream()
        .map(value -> new SlackSignature.Verifier(new SlackSignature.Generator(value)))
        .anyMatch(verifier -> verifier.isValid(timestamp, body, signature, sent));
  }

  /** An old timestamp may be a replay; one in the future could be replayed later. */
  private boolean isOfNow(Instant sent, String remote) {
    Duration late = Duration.between(sent, clock.instant());
    if (late.abs().compareTo(MAX_CLOCK_SKEW) <= 0) {
      return true;
    }
    LOG.warn(
        "request refused remote={} sent={} secondsLate={}: its signature holds, but it is not of"
            + " now; if this goes on, this machine's clock is wrong: set it (NTP)",
        remote,
        sent,
        late.toSeconds());
    return false;
  }

  private Optional<Request<?>> parse(RequestHeaders headers, String body, String remote) {
    try {
      String json = extractor.extractIfExists(body);
      if (json != null && !JsonNesting.isWithinDepth(json, maxDepth)) {
        LOG.warn("signed body refused: no JSON, or nested too deep maxDepth={}", maxDepth);
        return Optional.empty();
      }
      Optional<Request<?>> click =
          json == null
              ? Optional.empty()
              : ClickRequest.read(body, JsonParser.parseString(json), headers, config);
      if (click.isPresent()) {
        return click;
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
        LOG.warn("signed body refused: unknown kind");
      }
      return Optional.ofNullable(request);
    } catch (RuntimeException e) {
      LOG.warn("signed body refused: unreadable error={}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static EndpointResponse toEndpointResponse(Response response) {
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
