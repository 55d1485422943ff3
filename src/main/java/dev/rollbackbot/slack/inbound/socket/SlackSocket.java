package dev.rollbackbot.slack.inbound.socket;

import com.slack.api.util.http.ProxyUrlUtil;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of Socket Mode. A message beyond the limit closes it before it is read: the SDK's
 * own client would take messages of any size into memory.
 */
final class SlackSocket extends WebSocketClient {
  private static final Logger LOG = LoggerFactory.getLogger(SlackSocket.class);

  private final int maxBytes;
  private final BiConsumer<SlackSocket, String> received;
  private final Runnable closed;

  /**
   * Doesn't connect yet.
   *
   * @param maxBytes of a message, in one frame or several
   * @param pings how often Slack is asked for a sign of life; without one the socket is closed
   */
  SlackSocket(
      URI url,
      int maxBytes,
      Duration within,
      Duration pings,
      BiConsumer<SlackSocket, String> received,
      Runnable closed) {
    super(
        url,
        new Draft_6455(List.of(), List.of(new Protocol("")), maxBytes),
        Map.of(),
        (int) within.toMillis());
    this.maxBytes = maxBytes;
    this.received = received;
    this.closed = closed;
    setDaemon(true);
    setConnectionLostTimeout((int) pings.toSeconds());
  }

  /** The same proxy as for calls. */
  void through(@Nullable String proxyUrl) {
    if (proxyUrl != null) {
      ProxyUrlUtil.ProxyUrl proxy = ProxyUrlUtil.parse(proxyUrl);
      setProxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }
  }

  @Override
  public void onOpen(ServerHandshake handshake) {
    LOG.debug("socket open status={}", handshake.getHttpStatus());
  }

  @Override
  public void onMessage(String message) {
    received.accept(this, message);
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    if (code == CloseFrame.TOOBIG && !remote) {
      LOG.warn(
          "message of Slack refused, connecting again: larger than maxBytes={} (MAX_BODY_BYTES)",
          maxBytes);
    } else {
      LOG.debug("socket closed code={} remote={} reason={}", code, remote, reason);
    }
    closed.run();
  }

  @Override
  public void onError(Exception exception) {
    LOG.info("socket failed reason={}", exception.toString());
  }
}
