package dev.rollbackbot.sandbox.github;

import dev.rollbackbot.sandbox.slack.SettableClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The stand-in behind an HTTP server. */
public final class GitHubFixture implements AutoCloseable {
  /** Holds the mark that leaks are searched by. */
  public static final String TOKEN = "github_pat_sandbox-secret-github";

  /** Moves only on request; the stand-in does not look at it if the fixture is in real time. */
  public final SettableClock clock = new SettableClock();

  public final GitHubStandIn standIn;
  private final Server server;
  private final URI address;

  private GitHubFixture(boolean realTime) throws Exception {
    InstantSource source = realTime ? InstantSource.system() : clock;
    standIn = GitHubStandIn.start("/github", TOKEN, true, source);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.from("DEFAULT,AMBIGUOUS_PATH_SEPARATOR"));
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            return standIn.handle(request, response, callback);
          }
        });
    server.start();
    address = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/github");
  }

  /** With a clock that moves only on request. */
  public static GitHubFixture start() throws Exception {
    return new GitHubFixture(false);
  }

  /** Runs go on by themselves, in less than a second. */
  public static GitHubFixture inRealTime() throws Exception {
    return new GitHubFixture(true);
  }

  public URI api() {
    return URI.create(address + "/api/v3");
  }

  /** What people see of a run. */
  public String page(String run) {
    return address + "/shop/web/actions/runs/" + run;
  }

  /** The bot's settings for it. */
  public Map<String, String> settings() {
    return Map.of(
        "GITHUB_API_URL",
        api().toString(),
        "GITHUB_TOKEN",
        TOKEN,
        "GITHUB_REPOSITORIES",
        "shop/web");
  }

  /** As a person who runs a workflow at GitHub. */
  public void dispatch(String workflow, Map<String, String> inputs) throws Exception {
    JsonObjectBuilder values = Json.createObjectBuilder();
    inputs.forEach(values::add);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(api() + "/repos/shop/web/actions/workflows/" + workflow + "/dispatches"))
            .header("Authorization", "Bearer " + TOKEN)
            .header("User-Agent", "person")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.createObjectBuilder()
                        .add("ref", "main")
                        .add("inputs", values)
                        .build()
                        .toString()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IllegalStateException("the stand-in answered " + status);
      }
    }
  }

  /** Calls whose path holds that text. */
  public List<JsonObject> calls(String method, String path) {
    return standIn.calls().getValuesAs(JsonObject.class).stream()
        .filter(c -> c.getString("method").equals(method) && c.getString("path").contains(path))
        .toList();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
