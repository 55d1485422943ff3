package dev.rollbackbot.sandbox.shared;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket server on a free port. */
public abstract class LocalWebSocketServer extends WebSocketServer {
  private static final Logger LOG = LoggerFactory.getLogger(LocalWebSocketServer.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

  private final CountDownLatch listening = new CountDownLatch(1);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  protected LocalWebSocketServer(String bindAddress, List<Draft> drafts) {
    super(new InetSocketAddress(bindAddress, 0), drafts);
  }

  /**
   * Starts and waits until the port is open.
   *
   * @throws IllegalStateException if the port does not open in time
   */
  public final void startAndWait() {
    setReuseAddr(true);
    setDaemon(true);
    start();
    try {
      if (!listening.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the WebSocket server could not open a port", failure.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the WebSocket server started", e);
    }
  }

  public final void stopAndWait() {
    try {
      stop((int) STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final void onStart() {
    listening.countDown();
  }

  @Override
  public final void onError(@Nullable WebSocket connection, Exception error) {
    failure.set(error);
    LOG.info("WebSocket connection failed: error={}", error.toString());
  }
}
