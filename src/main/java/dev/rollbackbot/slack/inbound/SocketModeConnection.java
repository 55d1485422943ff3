package dev.rollbackbot.slack.inbound;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.slack.api.Slack;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.socket_mode.request.SocketModeRequest;
import com.slack.api.bolt.socket_mode.request.SocketModeRequestParser;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.impl.SocketModeClientJavaWSImpl;
import com.slack.api.socket_mode.queue.impl.ConcurrentLinkedMessageQueue;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.JsonNesting;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Socket Mode connection. A background thread keeps it open until it is closed. */
final class SocketModeConnection implements AutoCloseable {
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
  private final PayloadDispatcher dispatcher;
  private final SocketModeRequestParser parser;
  private final ExecutorService handlers =
      Executors.newFixedThreadPool(
          MAX_CONCURRENT, Thread.ofVirtual().name("slack-payload-", 0).factory());
  private final int maxDepth;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore lost = new Semaphore(0);
  private final Gson gson = new Gson();
  private final SocketModeHealth health;
  private volatile @Nullable SocketModeClient client;

  SocketModeConnection(
      Slack slack,
      Secret appToken,
      PayloadDispatcher dispatcher,
      int maxDepth,
      InstantSource clock) {
    this.maxDepth = maxDepth;
    this.health = new SocketModeHealth(clock);
    this.slack = slack;
    this.appToken = appToken;
    this.dispatcher = dispatcher;
    this.parser = new SocketModeRequestParser(dispatcher.config());
  }

  SocketModeHealth health() {
    return health;
  }

  void start() {
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
    SocketModeClient current = client;
    if (current == null) {
      current = create();
      client = current;
      current.connect();
    } else {
      current.setAppToken(appToken.value());
      current.connectToNewEndpoint();
    }
    if (!awaitConnected() && !closed(Duration.ZERO)) {
      throw new IOException("the connection does not open");
    }
  }

  /** The SDK's own reconnecting is off: it stops after some errors. */
  private SocketModeClient create() throws IOException, URISyntaxException {
    String token = appToken.value();
    SocketModeClient created =
        new SocketModeClientJavaWSImpl(
            slack,
            token,
            slack.issueSocketModeUrl(token),
            1,
            new ConcurrentLinkedMessageQueue(),
            false,
            false,
            CHECK_INTERVAL.toMillis()) {
          // The SDK's listeners do not get to see what Slack says about the connection itself.
          @Override
          public void processMessage(String message) throws IOException {
            health.received(message);
            // When Slack asks for a new connection, the SDK opens it itself.
            setAppToken(SocketModeConnection.this.appToken.value());
            super.processMessage(message);
          }
        };
    created.addWebSocketMessageListener(
        message -> handlers.execute(() -> handle(created, message)));
    created.addWebSocketCloseListener((_, _) -> lost.release());
    return created;
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
    SocketModeClient current = client;
    return current != null && current.verifyConnection();
  }

  private boolean closed(Duration within) {
    try {
      return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void handle(SocketModeClient client, String message) {
    try {
      if (!JsonNesting.isWithinDepth(message, maxDepth)) {
        LOG.warn("message refused: no JSON, or nested too deep maxDepth={}", maxDepth);
        return;
      }
      SocketModeRequest request = parser.parse(message);
      if (request == null || request.getEnvelope() == null) {
        return;
      }
      Response response = dispatcher.run(request.getBoltRequest());
      if (response.getStatusCode() == OK) {
        client.sendSocketModeResponse(
            gson.toJson(acknowledgement(request.getEnvelope().getEnvelopeId(), response)));
      } else {
        LOG.warn("payload not acknowledged status={}", response.getStatusCode());
      }
    } catch (RuntimeException e) {
      LOG.error("payload not acknowledged", e);
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
      SocketModeClient current = client;
      if (current != null) {
        current.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the connection to Slack did not close reason={}", e.getMessage());
    }
  }
}
