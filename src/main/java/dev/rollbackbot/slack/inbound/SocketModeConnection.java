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
import dev.rollbackbot.slack.client.JsonNesting;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket Mode connection. A thread of its own opens it and opens it again when it is lost, for
 * as long as the bot runs.
 */
final class SocketModeConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketModeConnection.class);
  private static final int AT_ONCE = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final Duration SETTLE_STEP = Duration.ofMillis(50);
  private static final Duration LAST_PAYLOADS = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Slack slack;
  private final String appToken;
  private final PayloadDispatcher dispatcher;
  private final SocketModeRequestParser parser;
  private final ExecutorService handling =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("slack-payload-", 0).factory());
  private final int deepest;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore lost = new Semaphore(0);
  private final Gson gson = new Gson();
  private volatile @Nullable SocketModeClient client;

  SocketModeConnection(Slack slack, String appToken, PayloadDispatcher dispatcher, int deepest) {
    this.deepest = deepest;
    this.slack = slack;
    this.appToken = appToken;
    this.dispatcher = dispatcher;
    this.parser = new SocketModeRequestParser(dispatcher.config());
  }

  void start() {
    Thread.ofPlatform().name("slack-socket").daemon().start(this::keepConnected);
  }

  private void keepConnected() {
    Duration pause = FIRST_PAUSE;
    boolean running = true;
    while (running) {
      try {
        if (!connected()) {
          connect();
          LOG.info("connected to Slack in Socket Mode");
        }
        pause = FIRST_PAUSE;
        running = !awaitLoss();
      } catch (IOException | URISyntaxException | RuntimeException e) {
        LOG.warn("No connection to Slack, again in {} ms: {}", pause.toMillis(), e.getMessage());
        running = !closed(pause);
        pause = nextPause(pause);
      }
    }
  }

  private static Duration nextPause(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void connect() throws IOException, URISyntaxException {
    lost.drainPermits();
    SocketModeClient now = client;
    if (now == null) {
      now = create();
      client = now;
      now.connect();
    } else {
      now.connectToNewEndpoint();
    }
    if (!stayedConnected() && !closed(Duration.ZERO)) {
      throw new IOException("the connection does not open");
    }
  }

  /** The SDK's own watch over the connection is off: it gives up on some errors. */
  private SocketModeClient create() throws IOException, URISyntaxException {
    SocketModeClient made =
        new SocketModeClientJavaWSImpl(
            slack,
            appToken,
            slack.issueSocketModeUrl(appToken),
            1,
            new ConcurrentLinkedMessageQueue(),
            false,
            false,
            LOOK.toMillis());
    made.addWebSocketMessageListener(message -> handling.execute(() -> handle(made, message)));
    made.addWebSocketCloseListener((_, _) -> lost.release());
    return made;
  }

  /** Waits until the connection is lost; true: the bot stops. */
  private boolean awaitLoss() {
    while (!closed(Duration.ZERO)) {
      boolean signalled = tryAwaitLoss();
      if (closed(Duration.ZERO)) {
        return true;
      }
      // A connection that Slack replaces closes too: its successor needs a moment.
      if (signalled ? !stayedConnected() : !connected()) {
        LOG.warn("The connection to Slack is lost");
        return false;
      }
    }
    return true;
  }

  private boolean tryAwaitLoss() {
    try {
      boolean signalled = lost.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      lost.drainPermits();
      return signalled;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean stayedConnected() {
    for (Duration waited = Duration.ZERO;
        waited.compareTo(SETTLE) < 0;
        waited = waited.plus(SETTLE_STEP)) {
      if (connected()) {
        return true;
      }
      if (closed(SETTLE_STEP)) {
        return false;
      }
    }
    return false;
  }

  private boolean connected() {
    SocketModeClient now = client;
    return now != null && now.verifyConnection();
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
      if (!JsonNesting.isWithinDepth(message, deepest)) {
        LOG.warn("A message of Slack's is no JSON, or nested deeper than {}", deepest);
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
        LOG.warn("A payload is not acknowledged: {}", response.getStatusCode());
      }
    } catch (RuntimeException e) {
      LOG.error("A payload could not be acknowledged", e);
    }
  }

  /** Every answer of ours that says something is JSON. */
  private JsonObject acknowledgement(String envelope, Response response) {
    JsonObject out = new JsonObject();
    out.addProperty("envelope_id", envelope);
    String body = response.getBody();
    if (body != null && !body.isEmpty()) {
      out.add("payload", gson.fromJson(body, JsonElement.class));
    }
    return out;
  }

  /** Lets payloads that are being handled be acknowledged first. */
  @Override
  public void close() {
    closing.countDown();
    lost.release();
    handling.shutdown();
    try {
      if (!handling.awaitTermination(LAST_PAYLOADS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Some payloads were still being handled at the end");
      }
      SocketModeClient now = client;
      if (now != null) {
        now.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The connection to Slack did not close: {}", e.getMessage());
    }
  }
}
