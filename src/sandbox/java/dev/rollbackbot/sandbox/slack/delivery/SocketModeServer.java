package dev.rollbackbot.sandbox.slack.delivery;

import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack's end of Socket Mode: says hello, sends envelopes, takes acknowledgements, and sends again
 * what was not acknowledged. Thread-safe.
 */
public final class SocketModeServer implements AutoCloseable {
  static final int MAX_CONNECTIONS = 10;
  static final int MAX_RETRIES = 3;
  private static final int MAX_TICKETS = 100;
  private static final Duration START = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(SocketModeServer.class);

  /** One delivery; each try of it has an envelope of its own. */
  private static final class PendingEnvelope {
    final String type;
    final JsonObject payload;
    final CompletableFuture<JsonObject> acknowledged = new CompletableFuture<>();
    final Set<String> envelopes = ConcurrentHashMap.newKeySet();
    final AtomicInteger retries = new AtomicInteger();

    PendingEnvelope(String type, JsonObject payload) {
      this.type = type;
      this.payload = payload;
    }
  }

  private final Map<String, PendingEnvelope> pending = new ConcurrentHashMap<>();
  private final Deque<String> tickets = new ArrayDeque<>();
  private final List<WebSocket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final CountDownLatch started = new CountDownLatch(1);
  private final EnvelopeSocket server;
  private final Duration redeliver;
  private final SlackFaults faults;

  private SocketModeServer(String bindAddress, Duration redeliver, SlackFaults faults) {
    this.faults = faults;
    this.redeliver = redeliver;
    this.server = new EnvelopeSocket(new InetSocketAddress(bindAddress, 0));
  }

  /** Starts on a free port of an address. */
  public static SocketModeServer start(String bindAddress, Duration redeliver, SlackFaults faults) {
    SocketModeServer sockets = new SocketModeServer(bindAddress, redeliver, faults);
    sockets.server.setReuseAddr(true);
    sockets.server.setDaemon(true);
    sockets.server.start();
    try {
      if (!sockets.started.await(START.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the WebSocket server did not start on " + bindAddress);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the WebSocket server started", e);
    }
    return sockets;
  }

  /** An address to connect to, once. */
  public String newUrl(String host) {
    String ticket = UUID.randomUUID().toString();
    synchronized (tickets) {
      tickets.addLast(ticket);
      if (tickets.size() > MAX_TICKETS) {
        tickets.removeFirst();
      }
    }
    String port = ":" + server.getPort();
    return "ws://" + host + port + "/link/?ticket=" + ticket + "&app_id=" + Workspace.APP;
  }

  public boolean connected() {
    return !connections.isEmpty();
  }

  /** Sends a payload; completes with the payload of the acknowledgement, empty if it has none. */
  CompletableFuture<JsonObject> send(String type, JsonObject payload) {
    PendingEnvelope delivery = new PendingEnvelope(type, payload);
    attempt(delivery, "");
    return delivery.acknowledged;
  }

  /**
   * Tells every client that its connection is about to end, and ends it.
   *
   * @param reason {@code warning} or {@code refresh_requested}
   */
  public void disconnect(String reason) {
    JsonObject message =
        object()
            .add("type", "disconnect")
            .add("reason", reason)
            .add("debug_info", object().add("host", "sandbox"))
            .build();
    for (WebSocket connection : connections) {
      write(connection, message);
      if (!reason.equals("warning")) {
        connection.close(CloseFrame.NORMAL, reason);
      }
    }
  }

  /** Forgets what was not acknowledged yet. */
  public void clear() {
    pending.clear();
  }

  private void attempt(PendingEnvelope delivery, String retryReason) {
    String id = UUID.randomUUID().toString();
    JsonObjectBuilder envelope =
        object()
            .add("envelope_id", id)
            .add("type", delivery.type)
            .add("accepts_response_payload", true)
            .add("payload", delivery.payload);
    if (!retryReason.isEmpty()) {
      envelope.add("retry_attempt", delivery.retries.get()).add("retry_reason", retryReason);
    }
    delivery.envelopes.add(id);
    pending.put(id, delivery);
    if (!connections.isEmpty()) {
      int next = Math.floorMod(turn.getAndIncrement(), connections.size());
      write(connections.get(next), envelope.build());
    }
    var _ = timer.schedule(() -> retry(delivery), redeliver.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void retry(PendingEnvelope delivery) {
    boolean waiting = delivery.envelopes.stream().anyMatch(pending::containsKey);
    if (!waiting) {
      return;
    }
    if (delivery.retries.incrementAndGet() > MAX_RETRIES) {
      delivery.envelopes.forEach(pending::remove);
    } else {
      attempt(delivery, "timeout");
    }
  }

  private void received(WebSocket connection, String text) {
    if (faults.losesThisAcknowledgement()) {
      connection.close(CloseFrame.ABNORMAL_CLOSE);
      return;
    }
    JsonObject message = JsonHelper.parseObject(text).orElse(JsonValue.EMPTY_JSON_OBJECT);
    PendingEnvelope delivery = pending.get(text(message, "envelope_id"));
    if (delivery == null) {
      LOG.info("ignored acknowledgement: no such envelope is pending");
      return;
    }
    delivery.envelopes.forEach(pending::remove);
    delivery.acknowledged.complete(child(message, "payload").orElse(JsonValue.EMPTY_JSON_OBJECT));
  }

  private void opened(WebSocket connection, String path) {
    String ticket = path.replaceAll(".*[?&]ticket=([^&]*).*", "$1");
    boolean invited;
    synchronized (tickets) {
      invited = tickets.remove(ticket);
    }
    if (!invited || connections.size() >= MAX_CONNECTIONS) {
      connection.close(CloseFrame.POLICY_VALIDATION, "no such ticket, or too many connections");
      return;
    }
    connections.add(connection);
    write(connection, hello());
  }

  private JsonObject hello() {
    return object()
        .add("type", "hello")
        .add("num_connections", connections.size())
        .add(
            "debug_info",
            object()
                .add("host", "sandbox")
                .add("build_number", 1)
                .add("approximate_connection_time", 18_060))
        .add("connection_info", object().add("app_id", Workspace.APP))
        .build();
  }

  private static void write(WebSocket connection, JsonObject message) {
    try {
      connection.send(message.toString());
    } catch (WebsocketNotConnectedException e) {
      LOG.info("client disconnected before a delivery was sent");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      server.stop((int) Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class EnvelopeSocket extends WebSocketServer {
    EnvelopeSocket(InetSocketAddress address) {
      super(address);
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
      opened(connection, handshake.getResourceDescriptor());
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
      received(connection, message);
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
      connections.remove(connection);
    }

    @Override
    public void onError(@Nullable WebSocket connection, Exception error) {
      LOG.warn("socket mode connection failed: error={}", error.toString());
    }
  }
}
