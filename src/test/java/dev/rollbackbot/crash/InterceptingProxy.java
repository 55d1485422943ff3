package dev.rollbackbot.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.UnusedPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A proxy between one process of the bot and the stand-ins that names each call. A call can be held
 * before it arrives, or after it took effect and before its response: then it is never released.
 */
public final class InterceptingProxy implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "connection", "transfer-encoding", "expect", "upgrade");

  private static final String TAILS = "the provider's POST workers/scripts/*/tails";

  private final HttpServer server;
  private final List<HttpRequest> tails = new CopyOnWriteArrayList<>();
  private final Supplier<URI> targets;
  private final Predicate<String> holds;

  /**
   * A proxy for one target.
   *
   * @param holds whether to hold the call at the point of that name; may block
   */
  public InterceptingProxy(URI target, Predicate<String> holds) throws IOException {
    this(() -> target, holds);
  }

  /** The same at that port, since a provider keeps its address while the bot is away. */
  public InterceptingProxy(URI target, int port, Predicate<String> holds) throws IOException {
    this(() -> target, port, holds);
  }

  /**
   * A proxy for several targets.
   *
   * @param targets supplies the target of the next call
   */
  InterceptingProxy(Supplier<URI> targets, Predicate<String> holds) throws IOException {
    this(targets, 0, holds);
  }

  private InterceptingProxy(Supplier<URI> targets, int port, Predicate<String> holds)
      throws IOException {
    this.targets = targets;
    this.holds = holds;
    this.server = UnusedPort.listen(port, at -> HttpServer.create(at, 0));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** An address of the stand-ins, with this proxy in between. */
  public String through(URI address) {
    return through(address.toString(), targets.get());
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private String through(String text, URI target) {
    return text.replace(target.getAuthority(), address().getAuthority());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String name = name(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (holds.test("before " + name + " arrives")) {
      return;
    }
    URI target = targets.get();
    HttpResponse<byte[]> response;
    try {
      response =
          HTTP.send(request(exchange, body, target), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (IOException e) {
      exchange.close();
      return;
    }
    if (name.equals(TAILS) && response.statusCode() == 200) {
      tails.add(tail(exchange, response, target));
    }
    if (holds.test("before the response to " + name)) {
      return;
    }
    respond(exchange, response, target);
  }

  private static HttpRequest request(HttpExchange exchange, byte[] body, URI target) {
    URI uri = URI.create("http://" + target.getAuthority() + exchange.getRequestURI());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((header, values) -> {
          if (!OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
            values.forEach(v -> request.header(header, v));
          }
        });
    return request.build();
  }

  private static HttpRequest tail(
      HttpExchange exchange, HttpResponse<byte[]> response, URI target) {
    String id =
        new String(response.body(), StandardCharsets.UTF_8)
            .replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    URI uri = URI.create("http://" + target.getAuthority() + exchange.getRequestURI() + "/" + id);
    return HttpRequest.newBuilder(uri)
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .DELETE()
        .build();
  }

  /** The provider lets the tails of a killed process expire; here they end at once. */
  public void endTails() throws IOException, InterruptedException {
    for (HttpRequest each : tails) {
      HTTP.send(each, HttpResponse.BodyHandlers.discarding());
    }
  }

  /** Addresses in a response are changed to this proxy's. */
  private void respond(HttpExchange exchange, HttpResponse<byte[]> response, URI target)
      throws IOException {
    response
        .headers()
        .map()
        .forEach((header, values) -> {
          if (!OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(header, List.copyOf(values));
          }
        });
    byte[] body =
        through(
                new String(response.body(), StandardCharsets.UTF_8).replace("ws://", "WS://"),
                target)
            .replace("WS://", "ws://")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    try (exchange;
        InputStream _ = exchange.getRequestBody()) {
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The call's name without its ids. */
  static String name(String method, String path) {
    if (path.startsWith("/api/")) {
      return "Slack's " + path.substring("/api/".length());
    }
    if (path.startsWith("/client/v4/")) {
      return "the provider's "
          + method
          + " "
          + path.replaceFirst("/client/v4/(accounts/[^/]+/)?", "")
              .replaceFirst("^(workers/scripts|pages/projects)/[^/]+", "$1/*")
              .replaceFirst("/(deployments|versions|tails)/[^/]+", "/$1/*");
    }
    if (path.startsWith("/github/") || path.startsWith("/apis/")) {
      return "the provider's "
          + method
          + " "
          + path.replaceFirst("^/github/api/v3/repos/[^/]+/[^/]+/?", "")
              .replaceFirst("^/apis/[^/]+/[^/]+/(namespaces/[^/]+/)?", "")
              .replaceFirst("^(actions/workflows|deployments)/[^/]+", "$1/*");
    }
    return "Slack's " + path.replaceFirst("^/(\\w+)/.*", "$1");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
