package dev.rollbackbot.slack.client;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes another connection instead of one that the server closed while it was idle: on that one the
 * request would fail, and nobody could tell whether it took effect. The HTTP client looks itself
 * only after ten idle seconds. A connection of HTTP/2 is always being read, so it is known there.
 */
final class ClosedConnectionInterceptor implements Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ClosedConnectionInterceptor.class);

  /** More than the connections that are kept. */
  private static final int MAX_CLOSED = 10;

  @Override
  public Response intercept(Chain chain) throws IOException {
    for (int closed = 0; ; closed++) {
      try {
        return chain.proceed(chain.request());
      } catch (ClosedWhileIdle e) {
        LOG.debug("another connection is taken number={}", closed + 1);
        if (closed >= MAX_CLOSED) {
          throw e;
        }
      }
    }
  }

  /** Nothing was sent. */
  private static final class ClosedWhileIdle extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedWhileIdle() {
      super("it was not sent, the connection was closed while it was idle");
    }
  }

  /** Looks at the connection just before the request is sent. */
  static final class Check implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Connection connection = chain.connection();
      if (connection != null
          && connection.protocol() != Protocol.HTTP_2
          && isClosed(connection.socket())) {
        throw new ClosedWhileIdle();
      }
      return chain.proceed(chain.request());
    }

    /** Nothing may arrive before a request: not the end, and no data either. */
    private static boolean isClosed(Socket socket) {
      try {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
          int read = socket.getInputStream().read();
          LOG.debug("idle connection can't be used read={}", read);
          return true;
        } finally {
          socket.setSoTimeout(timeout);
        }
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }
  }
}
