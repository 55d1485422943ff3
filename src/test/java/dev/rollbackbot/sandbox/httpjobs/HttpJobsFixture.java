package dev.rollbackbot.sandbox.httpjobs;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The stand-in behind an HTTP server, with the example runbooks that go to it. */
public final class HttpJobsFixture implements AutoCloseable {
  private static final String TOKEN = "sandbox-secret-http-jobs";

  public final HttpJobsStandIn standIn = HttpJobsStandIn.start(TOKEN);
  private final Server server;
  private final String address;

  private HttpJobsFixture() throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            if (request.getHttpURI().getCanonicalPath().equals("/shop/health")) {
              response.setStatus(200);
              callback.succeeded();
              return true;
            }
            return standIn.handle(request, response, callback);
          }
        });
    server.start();
    address = "http://127.0.0.1:" + connector.getLocalPort();
  }

  public static HttpJobsFixture start() throws Exception {
    return new HttpJobsFixture();
  }

  public URI address() {
    return URI.create(address);
  }

  /** The example of that name, whose addresses are those of the stand-in, with short waits. */
  public String runbook(String name) throws IOException {
    return Files.readString(Path.of("docs", "runbooks", name + ".yaml"))
        .replace("https://gitlab.example.com", address + HttpJobsStandIn.GITLAB)
        .replace("https://rundeck.example.com", address + HttpJobsStandIn.RUNDECK)
        .replace("https://ci.example.com", address + HttpJobsStandIn.JENKINS)
        .replace("https://shop.example.com", address + "/shop")
        .replace("propagation: 1m", "propagation: 1s")
        .replace("interval: 5s", "interval: 200ms");
  }

  /** What the bot needs to know of it. */
  public Map<String, String> settings() {
    String host = address.substring("http://".length());
    return Map.of(
        "HTTP_ALLOWED_HOSTS",
        host,
        "HTTP_SECRETS",
        "GITLAB_TOKEN@%s,RUNDECK_TOKEN@%s,JENKINS_LOGIN@%s".formatted(host, host, host),
        "GITLAB_TOKEN",
        TOKEN,
        "RUNDECK_TOKEN",
        TOKEN,
        "JENKINS_LOGIN",
        Base64.getEncoder().encodeToString(("bot:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the stand-in could not be stopped", e);
    }
  }
}
