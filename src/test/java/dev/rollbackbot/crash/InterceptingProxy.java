package dev.rollbackbot.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
 * Stands between one process of the bot and the stand-ins, and knows the calls by name. A call can
 * be held before it arrives, or when it took effect but before its answer: then it is never let go.
 */
final class InterceptingProxy implements AutoCloseable {
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
   * Opens a way to the stand-ins.
   *
   * @param holds is told the name of a point and says whether to hold the call there; may block
   */
  InterceptingProxy(URI target, Predicate<String> holds) throws IOException {
    this(() -> target, holds);
  }

  /**
   * Opens a way that leads to another place each time.
   *
   * @param targets where the next call goes
   */
  InterceptingProxy(Supplier<URI> targets, Predicate<String> holds) throws IOException {
    this.targets = targets;
    this.holds = holds;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** That address of the stand-ins, by this way. */
  String through(URI address) {
    return through(address.toString(), targets.get());
  }

  /** Where it begins. */
  URI address() {
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
    HttpResponse<byte[]> answer;
    try {
      answer = HTTP.send(request(exchange, body, target), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (IOException e) {
      exchange.close();
      return;
    }
    if (name.equals(TAILS) && answer.statusCode() == 200) {
      tails.add(tail(exchange, answer, target));
    }
    if (holds.test("before the answer to " + name)) {
      return;
    }
    answer(exchange, answer, target);
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

  private static HttpRequest tail(HttpExchange exchange, HttpResponse<byte[]> answer, URI target) {
    String id =
        new String(answer.body(), StandardCharsets.UTF_8)
            .replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    URI uri = URI.create("http://" + target.getAuthority() + exchange.getRequestURI() + "/" + id);
    return HttpRequest.newBuilder(uri)
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .DELETE()
        .build();
  }

  /** Tails whose process was killed expire at the provider; here they do so at once. */
  void endTails() throws IOException, InterruptedException {
    for (HttpRequest each : tails) {
      HTTP.send(each, HttpResponse.BodyHandlers.discarding());
    }
  }

  /** Addresses in an answer lead this way too. */
  private void answer(HttpExchange exchange, HttpResponse<byte[]> answer, URI target)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach((header, values) -> {
          if (!OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(header, List.copyOf(values));
          }
        });
    byte[] body =
        through(new String(answer.body(), StandardCharsets.UTF_8).replace("ws://", "WS://"), target)
            .replace("WS://", "ws://")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    try (exchange;
        InputStream _ = exchange.getRequestBody()) {
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The same for all calls of a kind. */
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
    return "Slack's " + path.replaceFirst("^/(\\w+)/.*", "$1");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
