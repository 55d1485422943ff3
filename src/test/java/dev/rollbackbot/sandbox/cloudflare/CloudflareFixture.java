package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.cloudflare.account.Timings;
import dev.rollbackbot.sandbox.slack.SettableClock;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The stand-in behind an HTTP server, with a clock of its own and a client with its token. */
public final class CloudflareFixture {

  public static final String GATEWAY = "/workers/scripts/foundation-gateway-sandbox";
  public static final String PLANNING = "/workers/scripts/foundation-planning-machine-sandbox";
  public static final String PAGES = "/pages/projects/erlvinc-dashboard-sandbox";
  public static final String ACCOUNT = "/client/v4/accounts/sandbox-account";
  public static final String TOKEN = "a-token-for-tests";
  private static final Duration LIMIT = Waiting.LIMIT;

  private final SettableClock clock = new SettableClock();
  public final CloudflareStandIn standIn;
  private final Server server;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  public CloudflareFixture() throws Exception {
    standIn = CloudflareStandIn.start(TOKEN, "sandbox-account", Timings.of(true), clock);
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
            return standIn.handle(request, response, callback);
          }
        });
    server.start();
    address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  public record Answer(int status, String body) {
    public JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    public JsonObject result() {
      return json().getJsonObject("result");
    }

    public int errorCode() {
      return json().getJsonArray("errors").getJsonObject(0).getInt("code");
    }
  }

  /** Moves the clock until the sites serve the live versions. */
  public void propagate() {
    clock.pass(Timings.of(true).propagation());
  }

  /** Of the API. */
  public URI apiUrl() {
    return URI.create(address + "/client/v4");
  }

  /** For a process that calls the stand-in as Cloudflare. */
  Map<String, String> environment() {
    return Map.of(
        "HOME", Path.of("target/cloudflare-clients").toAbsolutePath().toString(),
        "CI", "true",
        "CLOUDFLARE_API_TOKEN", TOKEN,
        "CLOUDFLARE_ACCOUNT_ID", "sandbox-account",
        "CLOUDFLARE_API_BASE_URL", address + "/client/v4",
        "WRANGLER_SEND_METRICS", "false",
        "WRANGLER_HIDE_BANNER", "true",
        "FORCE_COLOR", "0");
  }

  /** Moves the clock to the end of {@code slack-429}. */
  public void endThrottling() {
    clock.pass(Timings.of(true).throttle());
  }

  public Answer get(String path) throws Exception {
    return send(path, "GET", "", "Bearer " + TOKEN);
  }

  /** Reads a path below the account. */
  public Answer read(String path) throws Exception {
    return get(ACCOUNT + path);
  }

  public Answer post(String path, String body) throws Exception {
    return send(ACCOUNT + path, "POST", body, "Bearer " + TOKEN);
  }

  public Answer delete(String path) throws Exception {
    return send(ACCOUNT + path, "DELETE", "", "Bearer " + TOKEN);
  }

  public Answer rollBack(String worker, String versionId) throws Exception {
    return post(worker + "/deployments", deployment(versionId));
  }

  public static String deployment(String versionId) {
    return Json.createObjectBuilder()
        .add("strategy", "percentage")
        .add(
            "versions",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder().add("version_id", versionId).add("percentage", 100)))
        .add("annotations", Json.createObjectBuilder().add("workers/message", "INC-1: back"))
        .build()
        .toString();
  }

  public Answer send(String path, String method, String body, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  public List<JsonObject> deployments(String worker) throws Exception {
    return objects(read(worker + "/deployments").result().getJsonArray("deployments"));
  }

  public String version(String worker, int number) throws Exception {
    return objects(read(worker + "/versions").result().getJsonArray("items")).stream()
        .filter(each -> each.getInt("number") == number)
        .findFirst()
        .orElseThrow()
        .getString("id");
  }

  public String liveVersion(String worker) throws Exception {
    JsonObject head = deployments(worker).getFirst();
    return head.getJsonArray("versions").getJsonObject(0).getString("version_id");
  }

  public JsonObject service(String id) {
    return objects(standIn.json().getJsonArray("services")).stream()
        .filter(each -> each.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  public boolean isOn(String fault) {
    return objects(standIn.json().getJsonArray("faults")).stream()
        .filter(each -> each.getString("id").equals(fault))
        .findFirst()
        .orElseThrow()
        .getBoolean("on");
  }

  public static List<JsonObject> objects(JsonArray array) {
    return array.getValuesAs(JsonObject.class);
  }

  public void close() throws Exception {
    http.close();
    server.stop();
    standIn.close();
  }
}
