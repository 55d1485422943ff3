package dev.rollbackbot.web;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Readiness;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.app.alert.AlertEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The bot's HTTP server. */
public final class WebServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int MOST_CONNECTIONS = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Server server;
  private final ServerConnector connector;

  private final Optional<ServerConnector> management;

  private WebServer(
      Server server, ServerConnector connector, Optional<ServerConnector> management) {
    this.server = server;
    this.connector = connector;
    this.management = management;
  }

  /**
   * Where the server listens and what it serves.
   *
   * @param bind address of the interface
   * @param port 0: any free one
   * @param managementPort of metrics and of what is wrong; empty: they are on {@code port} too
   * @param slack receives Slack's requests; empty in Socket Mode
   * @param alerts receives alerts of other systems; empty: none is configured
   * @param checks readiness checks by name
   * @param metrics the metrics in Prometheus' text format
   */
  public record WebServerOptions(
      String bind,
      int port,
      Optional<Integer> managementPort,
      Optional<SlackEndpoint> slack,
      Optional<AlertEndpoint> alerts,
      InboundLimits inboundLimits,
      Map<String, Supplier<Readiness>> checks,
      Supplier<String> metrics) {}

  /**
   * Starts listening.
   *
   * @throws PortTaken when the address is in use or can't be bound
   */
  public static WebServer start(WebServerOptions options) {
    return start(options, IDLE);
  }

  /** As the other method; a connection that sends nothing for so long is closed. */
  static WebServer start(WebServerOptions options, Duration idle) {
    InboundLimits limits = options.inboundLimits();
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("web");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    http.setIdleTimeout(idle.toMillis());
    ServerConnector connector = connector(server, http, options, options.port(), idle);
    Optional<ServerConnector> management =
        options.managementPort().map(port -> connector(server, http, options, port, idle));
    management.ifPresent(m -> m.setName(OperationsHandler.MANAGEMENT));
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    server.setStopTimeout(GRACE.toMillis());
    server.setHandler(
        new Handler.Sequence(
            new SlackHandler(options.slack(), limits),
            new AlertHandler(options.alerts(), limits),
            new OperationsHandler(options)));
    server.setErrorHandler(PlainTextResponse::writeStatus);
    try {
      server.start();
    } catch (IOException e) {
      throw new PortTaken(options, e);
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start: " + e.getMessage(), e);
    }
    return new WebServer(server, connector, management);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, WebServerOptions options, int port, Duration idle) {
    ServerConnector connector =
        new ServerConnector(
            server,
            new RequestDeadlineConnectionFactory(http, options.inboundLimits().requestTime()));
    connector.setHost(options.bind());
    connector.setPort(port);
    connector.setIdleTimeout(idle.toMillis());
    server.addConnector(connector);
    return connector;
  }

  /** The address for clients on the same machine. */
  public URI address() {
    return address(connector);
  }

  /** Of metrics and of what is wrong, for clients on the same machine. */
  public URI managementAddress() {
    return address(management.orElse(connector));
  }

  private static URI address(ServerConnector connector) {
    String host = connector.getHost() == null ? "127.0.0.1" : connector.getHost();
    String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    String bracketed = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + bracketed + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }

  public static final class PortTaken extends RuntimeException {
    PortTaken(WebServerOptions options, IOException cause) {
      super(
          "can't listen on %s:%d%s (%s). Set PORT or BIND to something free."
              .formatted(
                  options.bind(),
                  options.port(),
                  options.managementPort().map(p -> " and :" + p + " (MANAGEMENT_PORT)").orElse(""),
                  why(cause)),
          cause);
    }

    private static String why(IOException exception) {
      if (exception.getCause() instanceof BindException cause) {
        return String.valueOf(cause.getMessage());
      }
      return exception.getCause() instanceof UnresolvedAddressException
          ? "there is no such address"
          : String.valueOf(exception.getMessage());
    }
  }
}
