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
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of one tail: frames of JSON, text or binary. */
final class TailSocket extends WebSocketClient {
  private static final Logger LOG = LoggerFactory.getLogger(TailSocket.class);
  private static final int LONGEST_FRAME = 1024 * 1024;

  private final String service;
  private final CapturedLog capturedLog;
  private final Duration connectTimeout;

  TailSocket(URI url, String service, CapturedLog capturedLog, Duration connectTimeout) {
    super(url, draft(), Map.of("User-Agent", "rollback-bot"), (int) connectTimeout.toMillis());
    this.service = service;
    this.capturedLog = capturedLog;
    this.connectTimeout = connectTimeout;
    setDaemon(true);
  }

  /** The second protocol is for servers that don't name the one they agreed to. */
  private static Draft_6455 draft() {
    return new Draft_6455(
        List.of(), List.of(new Protocol("trace-v1"), new Protocol("")), LONGEST_FRAME);
  }

  /** Connects. False: it did not work, or we were told to stop. */
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
    capturedLog.add(service, message);
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    capturedLog.add(service, StandardCharsets.UTF_8.decode(bytes).toString());
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {
    LOG.debug("the stream of logs of {} ended with {}", service, code);
  }

  @Override
  public void onError(Exception exception) {
    LOG.debug("the stream of logs of {} failed: {}", service, exception.getClass().getSimpleName());
  }
}
