package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live logs of a Worker, over WebSocket with subprotocol {@code trace-v1}: binary frames, each a
 * JSON document, from now on and without end until the tail is deleted or the reader goes away.
 */
public final class TailServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TailServer.class);
  private static final int MOST_OPEN = 10;
  private static final int TOO_MANY = 10058;
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final Duration START_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
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
    this.socket = new TailConnections(new InetSocketAddress(bindAddress, 0));
  }

  public void start() throws InterruptedException {
    socket.setDaemon(true);
    socket.setReuseAddr(true);
    socket.start();
    if (!socket.listening.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "The sandbox's log stream could not open a port.", socket.failure.get());
    }
  }

  /** Answers the provider's description of a new tail, whose address is good for {@code host}. */
  ProviderResponse open(String script, String host) {
    if (scriptById.size() >= MOST_OPEN) {
      return Envelope.error(400, TOO_MANY, "At most " + MOST_OPEN + " tails may be open");
    }
    String id = UUID.randomUUID().toString();
    scriptById.put(id, script);
    return Envelope.ok(
        object()
            .add("id", id)
            .add("url", "ws://" + host + ":" + socket.getPort() + PATH + id)
            .add("expires_at", account.now().plus(LIFETIME).toString())
            .build());
  }

  /** False if the script has no such tail. */
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
    try {
      socket.stop(Math.toIntExact(STOP_LIMIT.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class TailConnections extends WebSocketServer {

    final CountDownLatch listening = new CountDownLatch(1);
    final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    TailConnections(InetSocketAddress address) {
      super(address, List.of(new Draft_6455(List.of(), List.of(new Protocol("trace-v1")))));
    }

    @Override
    public void onStart() {
      listening.countDown();
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
        log.debug("log reader disconnected between two events");
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

    @Override
    public void onError(@Nullable WebSocket reader, Exception problem) {
      failure.set(problem);
      log.debug("log stream failed: error={}", problem.toString());
    }
  }
}
