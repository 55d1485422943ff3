package dev.rollbackbot.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request takes too long. Jetty's own limit is on the time between two
 * bytes, so a client that sends one byte at a time could hold a connection for ever.
 */
final class RequestDeadlineConnectionFactory extends HttpConnectionFactory {
  private static final Logger LOG = LoggerFactory.getLogger(RequestDeadlineConnectionFactory.class);

  /** From the first byte of a request to its last. */
  private final Duration within;

  RequestDeadlineConnectionFactory(HttpConfiguration configuration, Duration within) {
    super(configuration);
    this.within = within;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new DeadlineConnection(connector, endPoint), connector, endPoint);
  }

  private final class DeadlineConnection extends HttpConnection {
    private final Scheduler scheduler;
    private final AtomicReference<Scheduler.@Nullable Task> deadline = new AtomicReference<>();

    DeadlineConnection(Connector connector, EndPoint endPoint) {
      super(RequestDeadlineConnectionFactory.this.getHttpConfiguration(), connector, endPoint);
      this.scheduler = connector.getScheduler();
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new DeadlineRequestHandler();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
      replaceDeadline(null);
      super.onClose(cause);
    }

    /**
     * Jetty also begins a message before its first byte; a deadline there would cut idle clients.
     */
    private void startDeadline() {
      if (!isRequestBufferEmpty() && deadline.get() == null) {
        replaceDeadline(
            scheduler.schedule(this::deadlinePassed, within.toMillis(), TimeUnit.MILLISECONDS));
      }
    }

    private void replaceDeadline(Scheduler.@Nullable Task next) {
      Scheduler.Task before = deadline.getAndSet(next);
      if (before != null) {
        before.cancel();
      }
    }

    private void deadlinePassed() {
      EndPoint client = getEndPoint();
      LOG.info(
          "request cut off, incomplete remote={} afterMs={}",
          client.getRemoteSocketAddress(),
          within.toMillis());
      client.close();
    }

    private final class DeadlineRequestHandler extends RequestHandler {
      @Override
      public void messageBegin() {
        startDeadline();
        super.messageBegin();
      }

      @Override
      public boolean messageComplete() {
        replaceDeadline(null);
        return super.messageComplete();
      }

      @Override
      public void badMessage(HttpException failure) {
        replaceDeadline(null);
        super.badMessage(failure);
      }

      @Override
      public void earlyEOF() {
        replaceDeadline(null);
        super.earlyEOF();
      }
    }
  }
}
