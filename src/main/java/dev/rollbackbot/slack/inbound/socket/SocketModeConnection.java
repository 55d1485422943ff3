package dev.rollbackbot.slack.inbound.socket;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.slack.api.Slack;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequest;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.JsonNesting;
import dev.rollbackbot.slack.inbound.payload.ClickRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Socket Mode connection. A background thread keeps it open until it is closed. */
public final class SocketModeConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketModeConnection.class);
  private static final int MAX_CONCURRENT = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(3);
  private static final Duration OPEN_CHECK_INTERVAL = Duration.ofMillis(50);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Slack slack;
  private final Secret appToken;
  private final Function<Request<?>, Response> dispatcher;
  private final AppConfig config;
  private final SocketModeRequestParser parser;
  private final ExecutorService handlers =
      Executors.newFixedThreadPool(
          MAX_CONCURRENT, Thread.ofVirtual().name("slack-payload-", 0).factory());
  private final InboundLimits limits;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore lost = new Semaphore(0);
  private final Gson gson = new Gson();
  private final SocketModeHealth health;
  private volatile @Nullable SlackSocket socket;

  /** Doesn't connect yet. The dispatcher answers each payload. */
  public SocketModeConnection(
      Slack slack,
      Secret appToken,
      AppConfig config,
      Function<Request<?>, Response> dispatcher,
      InboundLimits limits,
      InstantSource clock) {
    this.limits = limits;
    this.health = new SocketModeHealth(clock);
    this.slack = slack;
    this.appToken = appToken;
    this.dispatcher = dispatcher;
    this.config = config;
    this.parser = new SocketModeRequestParser(config);
  }

  /** Why clicks can't arrive; empty: they can. */
  public Optional<ReadinessProblem> problem() {
    return health.problem();
  }

  public void start() {
    Thread.ofPlatform().name("slack-socket").daemon().start(this::keepConnected);
  }

  private void keepConnected() {
    Duration pause = FIRST_PAUSE;
    boolean running = true;
    while (running) {
      try {
        if (!isConnected()) {
          connect();
          LOG.info("connected to Slack in Socket Mode");
        }
        health.connected();
        pause = FIRST_PAUSE;
        running = !awaitLoss();
        health.lost("it was closed, or Slack does not answer a ping");
      } catch (IOException | URISyntaxException | RuntimeException e) {
        health.lost(String.valueOf(e.getMessage()));
        LOG.warn(
            "not connected to Slack retryMillis={} reason={}", pause.toMillis(), e.getMessage());
        running = !closed(pause);
        pause = Collections.min(List.of(pause.multipliedBy(2), MAX_PAUSE));
      }
    }
  }

  private void connect() throws IOException, URISyntaxException {
    lost.drainPermits();
    SlackSocket before = socket;
    SlackSocket next =
        new SlackSocket(
            new URI(slack.issueSocketModeUrl(appToken.value())),
            limits.bodyBytes(),
            OPEN_LIMIT,
            CHECK_INTERVAL,
            this::received,
            lost::release);
    next.through(slack.getConfig().getProxyUrl());
    socket = next;
    next.connect();
    if (before != null) {
      before.close();
    }
    if (!awaitConnected() && !closed(Duration.ZERO)) {
      throw new IOException("the connection does not open");
    }
  }

  private void received(SlackSocket from, String message) {
    health.received(message);
    try {
      handlers.execute(() -> handle(from, message));
    } catch (RejectedExecutionException e) {
      LOG.info("stopping, so a payload is left to the next connection");
    }
  }

  /** Waits until the connection is lost; true: the bot stops. */
  private boolean awaitLoss() {
    while (!closed(Duration.ZERO)) {
      boolean signalled = tryAwaitLoss();
      if (closed(Duration.ZERO)) {
        return true;
      }
      // Slack also closes a connection that it replaces: the new one needs a moment.
      if (signalled ? !awaitConnected() : !isConnected()) {
        LOG.warn("lost the connection to Slack");
        return false;
      }
    }
    return true;
  }

  private boolean tryAwaitLoss() {
    try {
      boolean signalled = lost.tryAcquire(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      lost.drainPermits();
      return signalled;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean awaitConnected() {
    for (Duration waited = Duration.ZERO;
        waited.compareTo(OPEN_LIMIT) < 0;
        waited = waited.plus(OPEN_CHECK_INTERVAL)) {
      if (isConnected()) {
        return true;
      }
      if (closed(OPEN_CHECK_INTERVAL)) {
        return false;
      }
    }
    return false;
  }

  private boolean isConnected() {
    SlackSocket current = socket;
    return current != null && current.isOpen();
  }

  private boolean closed(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void handle(SlackSocket from, String message) {
    try {
      if (!JsonNesting.isWithinDepth(message, limits.jsonDepth())) {
        LOG.warn("message refused: no JSON, or nested too deep maxDepth={}", limits.jsonDepth());
        return;
      }
      Optional<Received> click = click(message);
      click.or(() -> other(message)).ifPresent(received -> answer(from, received));
    } catch (RuntimeException e) {
      LOG.error("payload not acknowledged", e);
    }
  }

  private record Received(String envelope, Request<?> request) {}

  private Optional<Received> click(String message) {
    if (!(JsonParser.parseString(message) instanceof JsonObject envelope)
        || !(envelope.get("payload") instanceof JsonObject payload)
        || !(envelope.get("envelope_id") instanceof JsonPrimitive id)) {
      return Optional.empty();
    }
    return ClickRequest.read(gson.toJson(payload), payload, new RequestHeaders(Map.of()), config)
        .map(request -> {
          request.setSocketMode(true);
          return new Received(id.getAsString(), request);
        });
  }

  private Optional<Received> other(String message) {
    @Nullable SocketModeRequest request = parser.parse(message);
    return Optional.ofNullable(request)
        .filter(r -> r.getEnvelope() != null)
        .map(r -> new Received(r.getEnvelope().getEnvelopeId(), r.getBoltRequest()));
  }

  private void answer(SlackSocket from, Received received) {
    Response response = dispatcher.apply(received.request());
    if (response.getStatusCode() == OK) {
      from.send(gson.toJson(acknowledgement(received.envelope(), response)));
    } else {
      LOG.warn("payload not acknowledged status={}", response.getStatusCode());
    }
  }

  /** A response body is always JSON. */
  private JsonObject acknowledgement(String envelope, Response response) {
    JsonObject json = new JsonObject();
    json.addProperty("envelope_id", envelope);
    String body = response.getBody();
    if (body != null && !body.isEmpty()) {
      json.add("payload", gson.fromJson(body, JsonElement.class));
    }
    return json;
  }

  /** Waits a while for payloads that are being handled. */
  @Override
  public void close() {
    closing.countDown();
    lost.release();
    handlers.shutdown();
    try {
      if (!handlers.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("closed before all payloads were handled");
      }
      SlackSocket current = socket;
      if (current != null) {
        current.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
