package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterTimings;
import dev.rollbackbot.sandbox.slack.SettableClock;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The stand-in behind an HTTP server, with a client that has its token. */
public final class KubernetesFixture {
  public static final String TOKEN = "a-token-for-tests";
  public static final String SHOP = "/apis/apps/v1/namespaces/shop";
  public static final String CHECKOUT = SHOP + "/deployments/checkout";
  public static final String MAILER = SHOP + "/deployments/mailer";
  public static final String ORDERS = SHOP + "/statefulsets/orders";
  public static final String LOG_AGENT = SHOP + "/daemonsets/log-agent";
  private static final String JSON_PATCH = "application/json-patch+json";

  /** Moves only on request; the stand-in does not look at it if the fixture is in real time. */
  public final SettableClock clock = new SettableClock();

  public final KubernetesStandIn standIn;
  private final Server server;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private KubernetesFixture(boolean realTime, boolean secure) throws Exception {
    String prefix = secure ? "/kubernetes" : "";
    InstantSource source = realTime ? InstantSource.system() : clock;
    standIn = KubernetesStandIn.start(prefix, TOKEN, ClusterTimings.of(true), source);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    server = new Server(threads);
    ServerConnector connector = secure ? tls(server) : new ServerConnector(server);
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
    address =
        URI.create(
            (secure ? "https" : "http") + "://127.0.0.1:" + connector.getLocalPort() + prefix);
  }

  /** With a clock that moves only on request, over plain HTTP. */
  public static KubernetesFixture start() throws Exception {
    return new KubernetesFixture(false, false);
  }

  /** Rollouts go on by themselves, in less than a second; over plain HTTP. */
  public static KubernetesFixture inRealTime() throws Exception {
    return new KubernetesFixture(true, false);
  }

  /** As {@link #inRealTime}, below a path, and over TLS with {@link #certificate}. */
  public static KubernetesFixture secure() throws Exception {
    return new KubernetesFixture(true, true);
  }

  private static ServerConnector tls(Server server) {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStorePath(TestCertificate.get().keyStore().toString());
    factory.setKeyStorePassword(TestCertificate.PASSWORD);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    return new ServerConnector(
        server,
        new SslConnectionFactory(factory, "http/1.1"),
        new HttpConnectionFactory(configuration));
  }

  public URI address() {
    return address;
  }

  /** What a client over TLS has to trust, as PEM. */
  public static String certificate() {
    return TestCertificate.get().pem();
  }

  /** Writes a kubeconfig with the address, the certificate and a token. */
  public Path kubeconfig(Path folder, String token) throws IOException {
    String config =
        """
        apiVersion: v1
        kind: Config
        current-context: sandbox
        clusters:
        - name: sandbox
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: bot
          user:
            token: %s
        contexts:
        - name: sandbox
          context: {cluster: sandbox, user: bot, namespace: shop}
        """
            .formatted(
                address,
                Base64.getEncoder().encodeToString(certificate().getBytes(StandardCharsets.UTF_8)),
                token);
    return Files.writeString(folder.resolve("kubeconfig"), config);
  }

  public record Reply(int status, HttpHeaders headers, String body) {
    public JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    public String reason() {
      return json().getString("reason", "");
    }

    public String text(String pointer) {
      JsonValue value = json().getValue(pointer);
      return value instanceof JsonString text ? text.getString() : value.toString();
    }

    public boolean has(String pointer) {
      return Json.createPointer(pointer).containsValue(json());
    }
  }

  /** Moves the clock until every rollout that can end has ended. */
  public void rollOut() {
    clock.pass(Duration.ofSeconds(1));
  }

  public Reply get(String path) throws Exception {
    return send("GET", path, "", Map.of());
  }

  public Reply patch(String path, String body) throws Exception {
    return patch(path, JSON_PATCH, body);
  }

  public Reply patch(String path, String type, String body) throws Exception {
    return send("PATCH", path, body, Map.of("Content-Type", type));
  }

  /** With headers that replace the token's if they have an {@code Authorization}. */
  public Reply send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Waiting.LIMIT)
            .setHeader("Authorization", "Bearer " + TOKEN)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  /** The items of a list. */
  public List<JsonObject> items(String path) throws Exception {
    return objects(get(path).json().getJsonArray("items"));
  }

  /** The ReplicaSet of checkout with an image of this tag. */
  public JsonObject replicaSet(String tag) throws Exception {
    return items(SHOP + "/replicasets?labelSelector=app%3Dcheckout").stream()
        .filter(each -> image(each).endsWith(":" + tag))
        .findFirst()
        .orElseThrow();
  }

  /** The template of a ReplicaSet as a Deployment has it. */
  public static JsonObject template(JsonObject replicaSet) {
    JsonObject template = replicaSet.getJsonObject("spec").getJsonObject("template");
    return Json.createPointer("/metadata/labels/pod-template-hash").remove(template);
  }

  public static String image(JsonObject object) {
    return ((JsonString) object.getValue("/spec/template/spec/containers/0/image")).getString();
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
