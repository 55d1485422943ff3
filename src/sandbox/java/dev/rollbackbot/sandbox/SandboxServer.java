package dev.rollbackbot.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of the stand-ins and the page. */
final class SandboxServer {
  private static final Duration IDLE = Duration.ofSeconds(60);

  private SandboxServer() {}

  static Server create(SandboxOptions options) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("sandbox");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // Clients of GitHub, and values in addresses of jobs, encode slashes.
    http.setUriCompliance(UriCompliance.from("DEFAULT,AMBIGUOUS_PATH_SEPARATOR"));
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.bindAddress());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    return server;
  }

  /** Where it is reached from this machine. */
  static URI address(Server server, SandboxOptions options) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    boolean everywhere = List.of("0.0.0.0", "::").contains(options.bindAddress());
    String host = everywhere ? "localhost" : options.bindAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }
}
