package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.LocalWebSocketServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live logs of a Worker over WebSocket, subprotocol {@code trace-v1}: one JSON document in each
 * binary frame, until the tail is deleted or the reader disconnects.
 */
public final class TailServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailServer.class);
  private static final int MOST_OPEN = 10;
  private static final int TOO_MANY = 10058;
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final String PATH = "/tail/";

  private final Account account;
  private final ScheduledExecutorService timer;
  private final Duration every;
  private final Map<String, String> scriptById = new ConcurrentHashMap<>();
  private final TailConnections socket;

  public TailServer(
      Account account, ScheduledExecutorService timer, Duration every, String bindAddress) {
    this.account = account;
    this.timer = timer;
    this.every = every;
    this.socket = new TailConnections(bindAddress);
  }

  public void start() {
    socket.startAndWait();
  }

  /** Opens a tail with a URL of this host. */
  ProviderResponse open(String script, String host) {
    if (scriptById.size() >= MOST_OPEN) {
      return Envelope.error(400, TOO_MANY, "At most " + MOST_OPEN + " tails may be open");
    }
    String id = UUID.randomUUID().toString();
    scriptById.put(id, script);
    return Envelope.ok(
        JsonHelper.object()
            .add("id", id)
            .add("url", "ws://" + host + ":" + socket.getPort() + PATH + id)
            .add("expires_at", account.now().plus(LIFETIME).toString())
            .build());
  }

  boolean close(String script, String id) {
    boolean known = scriptById.remove(id, script);
    if (known) {
      for (WebSocket reader : socket.getConnections()) {
        if (reader.getResourceDescriptor().equals(PATH + id)) {
          reader.close();
        }
      }
    }
    return known;
  }

  public void closeAll() {
    Map.copyOf(scriptById).forEach((id, script) -> close(script, id));
  }

  @Override
  public void close() {
    socket.stopAndWait();
  }

  private final class TailConnections extends LocalWebSocketServer {
    TailConnections(String bindAddress) {
      super(bindAddress, List.of(new Draft_6455(List.of(), List.of(new Protocol("trace-v1")))));
    }

    @Override
    public void onOpen(WebSocket reader, ClientHandshake handshake) {
      String path = handshake.getResourceDescriptor();
      String script = path.startsWith(PATH) ? scriptById.get(path.substring(PATH.length())) : null;
      if (script == null) {
        reader.close(1008, "There is no such tail.");
        return;
      }
      AtomicInteger sent = new AtomicInteger();
      Future<?> stream =
          timer.scheduleAtFixedRate(
              () -> sendTo(reader, script, sent.getAndIncrement()),
              0,
              every.toMillis(),
              TimeUnit.MILLISECONDS);
      reader.setAttachment(stream);
    }

    private void sendTo(WebSocket reader, String script, int count) {
      try {
        reader.send(TailEvents.event(account, script, count));
      } catch (WebsocketNotConnectedException e) {
        LOG.debug("log reader disconnected between two events");
      }
    }

    @Override
    public void onClose(WebSocket reader, int code, String reason, boolean remote) {
      Future<?> stream = reader.getAttachment();
      if (stream != null) {
        stream.cancel(false);
      }
    }

    @Override
    public void onMessage(WebSocket reader, String message) {
      // Readers send their filters; the stand-in streams everything.
    }
  }
}
