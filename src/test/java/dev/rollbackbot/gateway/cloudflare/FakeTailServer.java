package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** The server of tails: real WebSockets that accept trace-v1 only. */
final class FakeTailServer extends WebSocketServer {
  private final CountDownLatch started = new CountDownLatch(1);
  private final Map<String, WebSocket> sockets = new ConcurrentHashMap<>();
  private final AtomicInteger pongs = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /** True: every connection is closed as soon as it is open. */
  volatile boolean closesAtOnce;

  FakeTailServer() throws InterruptedException {
    super(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        1,
        List.of(new Draft_6455(List.of(), List.of(new Protocol("trace-v1")))));
    setReuseAddr(true);
    setDaemon(true);
    start();
    if (!started.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the WebSocket server did not start");
    }
  }

  String url() {
    return "ws://127.0.0.1:" + getPort() + "/";
  }

  void text(String worker, String frame) {
    socket(worker).send(frame);
    awaitPong(worker);
  }

  void binary(String worker, String frame) {
    socket(worker).send(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)));
    awaitPong(worker);
  }

  /** Sends a message of that many characters, and waits for the client to close. */
  void large(String worker, int length) {
    socket(worker).send("x".repeat(length));
    awaitClosed();
  }

  /** The client answers frames in order, so its pong shows that it has handled all earlier ones. */
  private void awaitPong(String worker) {
    int before = pongs.get();
    socket(worker).sendPing();
    Waiting.await().until(() -> pongs.get() > before);
  }

  void close(String worker) {
    socket(worker).close();
    awaitClosed();
  }

  /** Waits for a closed connection; the client marks it closed just after its own close frame. */
  void awaitClosed() {
    Waiting.await().pollDelay(Duration.ofMillis(200)).until(() -> closed.get() > 0);
  }

  private WebSocket socket(String worker) {
    return Waiting.await().until(() -> sockets.get(worker), Objects::nonNull);
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    if (closesAtOnce) {
      socket.close();
    }
    sockets.put(handshake.getResourceDescriptor().substring(1), socket);
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    // The greeting of the client.
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    sockets.values().remove(socket);
    closed.incrementAndGet();
  }

  @Override
  public void onError(WebSocket socket, Exception exception) {
    // The tests look at the outcome of the capture.
  }

  @Override
  public void onWebsocketPong(WebSocket socket, Framedata frame) {
    pongs.incrementAndGet();
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  void end() throws InterruptedException {
    stop((int) Duration.ofSeconds(1).toMillis());
  }
}
