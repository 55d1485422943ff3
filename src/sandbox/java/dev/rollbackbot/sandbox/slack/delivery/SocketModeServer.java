package dev.rollbackbot.sandbox.slack.delivery;

import dev.rollbackbot.sandbox.shared.BoundedMap;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.LocalWebSocketServer;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slack's end of Socket Mode. An envelope without acknowledgement is sent again. Thread-safe. */
public final class SocketModeServer implements AutoCloseable {
  static final int MAX_CONNECTIONS = 10;
  static final int MAX_RETRIES = 3;
  private static final int MAX_TICKETS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(SocketModeServer.class);

  /** One delivery. Each attempt has its own envelope id. */
  private record PendingDelivery(
      String type,
      JsonObject payload,
      CompletableFuture<JsonObject> acknowledged,
      Set<String> envelopes,
      AtomicInteger retries) {}

  private final Map<String, PendingDelivery> pending = new ConcurrentHashMap<>();
  private final Set<String> tickets =
      Collections.synchronizedSet(Collections.newSetFromMap(BoundedMap.of(MAX_TICKETS)));
  private final List<WebSocket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextConnection = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final EnvelopeSocket server;
  private final Duration redeliver;
  private final SlackFaults faults;

  private SocketModeServer(String bindAddress, Duration redeliver, SlackFaults faults) {
    this.faults = faults;
    this.redeliver = redeliver;
    this.server = new EnvelopeSocket(bindAddress);
  }

  public static SocketModeServer start(String bindAddress, Duration redeliver, SlackFaults faults) {
    SocketModeServer sockets = new SocketModeServer(bindAddress, redeliver, faults);
    sockets.server.startAndWait();
    return sockets;
  }

  /** A URL for one connection. */
  public String newUrl(String host) {
    String ticket = UUID.randomUUID().toString();
    tickets.add(ticket);
    String port = ":" + server.getPort();
    return "ws://" + host + port + "/link/?ticket=" + ticket + "&app_id=" + Workspace.APP;
  }

  public boolean connected() {
    return !connections.isEmpty();
  }

  /** Completes with the payload of the acknowledgement, empty without one. */
  CompletableFuture<JsonObject> send(String type, JsonObject payload) {
    PendingDelivery delivery =
        new PendingDelivery(
            type,
            payload,
            new CompletableFuture<>(),
            ConcurrentHashMap.newKeySet(),
            new AtomicInteger());
    attempt(delivery, "");
    return delivery.acknowledged();
  }

  /** Closes the connections, unless the reason is {@code warning}. */
  public void disconnect(String reason) {
    JsonObject message =
        JsonHelper.object()
            .add("type", "disconnect")
            .add("reason", reason)
            .add("debug_info", JsonHelper.object().add("host", "sandbox"))
            .build();
    for (WebSocket connection : connections) {
      write(connection, message);
      if (!reason.equals("warning")) {
        connection.close(CloseFrame.NORMAL, reason);
      }
    }
  }

  public void clear() {
    pending.clear();
  }

  private void attempt(PendingDelivery delivery, String retryReason) {
    String id = UUID.randomUUID().toString();
    JsonObjectBuilder envelope =
        JsonHelper.object()
            .add("envelope_id", id)
            .add("type", delivery.type())
            .add("accepts_response_payload", true)
            .add("payload", delivery.payload());
    if (!retryReason.isEmpty()) {
      envelope.add("retry_attempt", delivery.retries().get()).add("retry_reason", retryReason);
    }
    delivery.envelopes().add(id);
    pending.put(id, delivery);
    if (!connections.isEmpty()) {
      int next = Math.floorMod(nextConnection.getAndIncrement(), connections.size());
      write(connections.get(next), envelope.build());
    }
    retryLater(delivery);
  }

  private void retryLater(PendingDelivery delivery) {
    var _ = timer.schedule(() -> retry(delivery), redeliver.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void retry(PendingDelivery delivery) {
    if (delivery.envelopes().stream().noneMatch(pending::containsKey)) {
      return;
    }
    if (connections.isEmpty()) {
      retryLater(delivery);
    } else if (delivery.retries().incrementAndGet() <= MAX_RETRIES) {
      // After the last retry a late acknowledgement still counts.
      attempt(delivery, "timeout");
    }
  }

  private void received(WebSocket connection, String text) {
    if (faults.losesThisAcknowledgement()) {
      connection.close(CloseFrame.ABNORMAL_CLOSE);
      return;
    }
    JsonObject message = JsonHelper.parseObject(text).orElse(JsonValue.EMPTY_JSON_OBJECT);
    PendingDelivery delivery = pending.get(JsonHelper.text(message, "envelope_id"));
    if (delivery == null) {
      LOG.info("ignored acknowledgement: no such envelope is pending");
      return;
    }
    delivery.envelopes().forEach(pending::remove);
    delivery
        .acknowledged()
        .complete(JsonHelper.child(message, "payload").orElse(JsonValue.EMPTY_JSON_OBJECT));
  }

  private void opened(WebSocket connection, String path) {
    String ticket = path.replaceAll(".*[?&]ticket=([^&]*).*", "$1");
    if (!tickets.remove(ticket) || connections.size() >= MAX_CONNECTIONS) {
      connection.close(CloseFrame.POLICY_VALIDATION, "no such ticket, or too many connections");
      return;
    }
    connections.add(connection);
    write(connection, hello());
  }

  private JsonObject hello() {
    return JsonHelper.object()
        .add("type", "hello")
        .add("num_connections", connections.size())
        .add(
            "debug_info",
            JsonHelper.object()
                .add("host", "sandbox")
                .add("build_number", 1)
                .add("approximate_connection_time", 18_060))
        .add("connection_info", JsonHelper.object().add("app_id", Workspace.APP))
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
    server.stopAndWait();
  }

  private final class EnvelopeSocket extends LocalWebSocketServer {
    EnvelopeSocket(String bindAddress) {
      super(bindAddress, List.of());
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
  }
}
