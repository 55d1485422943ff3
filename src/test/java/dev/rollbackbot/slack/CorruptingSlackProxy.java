package dev.rollbackbot.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.CorruptedJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A proxy before the stand-in of Slack that corrupts the responses. */
public final class CorruptingSlackProxy implements AutoCloseable {
  private static final Duration DRIP = Duration.ofMillis(50);
  private static final int CHUNK = 64 * 1024;

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI target;
  private volatile Random random = new Random(0);

  public CorruptingSlackProxy(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The seed of the corruption from now on. */
  public void seed(long seed) {
    random = new Random(seed);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (String name : List.of("Authorization", "Content-Type")) {
        List<String> values = exchange.getRequestHeaders().get(name);
        if (values != null) {
          request.header(name, values.getFirst());
        }
      }
      answer(exchange, http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String valid) throws IOException {
    Random local = random;
    int kind = local.nextInt(20);
    if (kind < 5) {
      send(exchange, 200, "application/json", valid);
    } else if (kind == 5) {
      exchange
          .getResponseHeaders()
          .set("Retry-After", one(local, "0", "-1", "soon", "9".repeat(30)));
      send(exchange, 429, "application/json", "{\"ok\":false,\"error\":\"ratelimited\"}");
    } else if (kind == 6) {
      endless(exchange, Duration.ZERO, CHUNK);
    } else if (kind == 7) {
      endless(exchange, DRIP, 1);
    } else if (kind == 8) {
      send(exchange, 502, "text/html", "<html><title>Bad Gateway</title></html>");
    } else if (kind == 9) {
      send(exchange, 200, "text/html", "<html>Please log in</html>");
    } else if (kind > 9) {
      String type = one(local, "application/json; charset=utf-8", "application/json", "text/plain");
      send(exchange, local.nextInt(6) == 0 ? 500 : 200, type, CorruptedJson.json(valid, local));
    }
  }

  private static String one(Random random, String... all) {
    return all[random.nextInt(all.length)];
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Until the client closes the connection. */
  private static void endless(HttpExchange exchange, Duration pause, int chunk) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    byte[] bytes = "[".repeat(chunk).getBytes(StandardCharsets.UTF_8);
    while (!Thread.currentThread().isInterrupted()) {
      out.write(bytes);
      out.flush();
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
