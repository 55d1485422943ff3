package dev.rollbackbot.gateway.cloudflare;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket of one tail: JSON in text or binary frames. */
final class TailSocket extends WebSocketClient {
  private static final Logger LOG = LoggerFactory.getLogger(TailSocket.class);
  private static final int MAX_FRAME = 1024 * 1024;

  /** Seconds between two pings: a connection that has died is known after twice that time. */
  private static final int PING = 8;

  private final String service;
  private final WorkerTail.TailListener log;
  private final Duration connectTimeout;

  TailSocket(URI url, String service, WorkerTail.TailListener log, Duration connectTimeout) {
    super(url, draft(), Map.of("User-Agent", "rollback-bot"), (int) connectTimeout.toMillis());
    this.service = service;
    this.log = log;
    this.connectTimeout = connectTimeout;
    setDaemon(true);
    setConnectionLostTimeout(PING);
  }

  /** The empty protocol accepts servers that don't name the agreed one. */
  private static Draft_6455 draft() {
    return new Draft_6455(
        List.of(), List.of(new Protocol("trace-v1"), new Protocol("")), MAX_FRAME);
  }

  /** False: it could not connect, or the thread was interrupted. */
  boolean open() {
    try {
      return connectBlocking(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void onOpen(ServerHandshake handshake) {
    send("{\"debug\":false}");
  }

  @Override
  public void onMessage(String message) {
    log.add(service, message);
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    log.add(service, StandardCharsets.UTF_8.decode(bytes).toString());
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    if (code == CloseFrame.TOOBIG && !remote) {
      LOG.warn(
          "log stream ended, a message is too large service={} maxBytes={}", service, MAX_FRAME);
    } else {
      LOG.debug("log stream ended service={} code={}", service, code);
    }
  }

  @Override
  public void onError(Exception exception) {
    LOG.debug(
        "log stream failed service={} cause={}", service, exception.getClass().getSimpleName());
  }
}
