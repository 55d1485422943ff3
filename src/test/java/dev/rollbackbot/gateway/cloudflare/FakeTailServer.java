package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** The far end of tails: real WebSockets that speak trace-v1 only. */
final class FakeTailServer extends WebSocketServer {
  private final CountDownLatch started = new CountDownLatch(1);
  private final Map<String, WebSocket> sockets = new ConcurrentHashMap<>();
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** True: whoever connects is sent away at once. */
  volatile boolean rude;

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

  boolean listens(String worker) {
    return sockets.containsKey(worker);
  }

  void text(String worker, String frame) {
    socket(worker).send(frame);
  }

  void binary(String worker, String frame) {
    socket(worker).send(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)));
  }

  void hangUp(String worker) {
    socket(worker).close();
  }

  private WebSocket socket(String worker) {
    WebSocket socket = sockets.get(worker);
    if (socket == null) {
      throw new IllegalStateException("nobody listens to " + worker);
    }
    return socket;
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    if (rude) {
      socket.close();
    }
    sockets.put(handshake.getResourceDescriptor().substring(1), socket);
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    heard.add(message);
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    sockets.values().remove(socket);
  }

  @Override
  public void onError(WebSocket socket, Exception exception) {
    heard.add("error " + exception);
  }

  @Override
  public void onStart() {
    started.countDown();
  }

  void end() throws InterruptedException {
    stop((int) Duration.ofSeconds(1).toMillis());
  }
}
