package dev.rollbackbot.sandbox.slack.delivery;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.state.ApiCallLog;
import dev.rollbackbot.sandbox.slack.state.Credentials;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers payloads to the bot, as a signed POST or as an envelope to a Socket Mode client, and
 * waits for the acknowledgement as long as Slack does.
 */
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int MAX_CONNECTIONS = 100;
  private static final int COPIES_AT_ONCE = 50;
  private static final int MAX_ANSWER = 1_000_000;

  public enum DeliveryKind {
    SLASH_COMMANDS,
    INTERACTIVE;

    String envelopeType() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record BotAnswer(int status, String body) {}

  private volatile Optional<URI> bot = Optional.empty();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CloseableHttpClient client;
  private final SocketModeServer sockets;
  private final Credentials credentials;
  private final ApiCallLog log;
  private final Clock clock;
  private final Duration acknowledgeWithin;
  private final SlackFaults faults;

  public Deliveries(
      SocketModeServer sockets,
      Credentials credentials,
      ApiCallLog log,
      Clock clock,
      Duration acknowledgeWithin,
      SlackFaults faults) {
    this.faults = faults;
    this.sockets = sockets;
    this.credentials = credentials;
    this.log = log;
    this.clock = clock;
    this.acknowledgeWithin = acknowledgeWithin;
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .setUserAgent("Slackbot 1.0 (+https://api.slack.com/robots)")
            .build();
  }

  public void deliverTo(URI botUrl) {
    String base = botUrl.toString().replaceAll("/+$", "");
    bot = Optional.of(URI.create(base + "/slack/events"));
  }

  /** Sends a payload and waits. Must not be called with the workspace's lock held. */
  public DeliveryOutcome deliver(DeliveryKind kind, JsonObject payload) {
    DeliveryOutcome first = deliver(kind, payload, 0);
    List<Future<DeliveryOutcome>> copies = new ArrayList<>();
    for (int i = 1; i < faults.copies(); i++) {
      int number = i;
      copies.add(executor.submit(() -> deliver(kind, payload, number)));
      if (copies.size() == COPIES_AT_ONCE || i == faults.copies() - 1) {
        copies.forEach(each -> await(each, outcome -> outcome));
        copies.clear();
      }
    }
    return first;
  }

  private DeliveryOutcome deliver(DeliveryKind kind, JsonObject payload, int retry) {
    String kindName = payload.getString("type", kind.envelopeType());
    long start = System.nanoTime();
    if (sockets.connected()) {
      CompletableFuture<JsonObject> acknowledged = sockets.send(kind.envelopeType(), payload);
      DeliveryOutcome outcome = await(acknowledged, DeliveryOutcome.Acknowledged::new);
      logDelivery(
          kindName, "socket", outcome instanceof DeliveryOutcome.Acknowledged ? 200 : 0, start);
      return outcome;
    }
    Optional<URI> target = bot;
    if (target.isEmpty()) {
      logDelivery(kindName, "none", 0, start);
      return new DeliveryOutcome.NotDelivered();
    }
    return post(target.get(), kindName, body(kind, payload), retry, start);
  }

  private DeliveryOutcome post(URI target, String kindName, String body, int retry, long start) {
    HttpPost request = new HttpPost(target);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    request.setHeader("X-Slack-Request-Timestamp", timestamp);
    request.setHeader("X-Slack-Signature", credentials.sign(timestamp, body));
    if (retry > 0) {
      request.setHeader("X-Slack-Retry-Num", Integer.toString(retry));
      request.setHeader("X-Slack-Retry-Reason", "http_timeout");
    }
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_FORM_URLENCODED));
    AtomicInteger status = new AtomicInteger();
    Future<BotAnswer> answer = executor.submit(() -> client.execute(request, Deliveries::read));
    DeliveryOutcome outcome =
        await(
            answer,
            got -> {
              status.set(got.status());
              return got.status() == 200
                  ? acknowledged(got.body())
                  : new DeliveryOutcome.NotDelivered();
            });
    if (outcome instanceof DeliveryOutcome.TimedOut) {
      // Slack disconnects; a later answer is lost.
      request.cancel();
    }
    logDelivery(kindName, "http", status.get(), start);
    return outcome;
  }

  private <T> DeliveryOutcome await(Future<T> answer, Function<T, DeliveryOutcome> outcome) {
    try {
      return outcome.apply(answer.get(acknowledgeWithin.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new DeliveryOutcome.TimedOut();
    } catch (ExecutionException e) {
      LOG.info("bot unreachable: error={}", e.getCause() == null ? e : e.getCause().toString());
      return new DeliveryOutcome.NotDelivered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DeliveryOutcome.NotDelivered();
    }
  }

  private void logDelivery(String kind, String transport, int status, long start) {
    log.delivery(kind, transport, status, Duration.ofNanos(System.nanoTime() - start));
  }

  private static BotAnswer read(ClassicHttpResponse response) throws IOException, ParseException {
    HttpEntity entity = response.getEntity();
    String body =
        entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8, MAX_ANSWER);
    return new BotAnswer(response.getCode(), body);
  }

  /** An answer that is not JSON is the text of a message. */
  private static DeliveryOutcome acknowledged(String body) {
    if (body.isBlank()) {
      return new DeliveryOutcome.Acknowledged(JsonValue.EMPTY_JSON_OBJECT);
    }
    return new DeliveryOutcome.Acknowledged(
        JsonHelper.parseObject(body)
            .orElseGet(() -> JsonHelper.object().add("text", body).build()));
  }

  private static String body(DeliveryKind kind, JsonObject payload) {
    if (kind == DeliveryKind.INTERACTIVE) {
      return "payload=" + encode(payload.toString());
    }
    StringBuilder form = new StringBuilder();
    payload.forEach((name, value) -> {
      String text = value instanceof JsonString s ? s.getString() : value.toString();
      form.append(form.isEmpty() ? "" : "&").append(name).append('=').append(encode(text));
    });
    return form.toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      LOG.warn("HTTP client did not close", e);
    }
  }
}
