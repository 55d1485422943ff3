package dev.rollbackbot.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Stands before the provider's stand-in, makes it as slow as the real one, and notes each call. */
final class DelayingProviderProxy implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI target;
  private final Duration latency;
  private final List<TimedProviderCall> calls = new CopyOnWriteArrayList<>();

  /** One call as it was made. */
  record TimedProviderCall(
      String method, String path, String token, String body, Instant began, Instant ended) {
    Duration took() {
      return Duration.between(began, ended);
    }
  }

  /**
   * Listens.
   *
   * @param target without a slash at the end
   */
  DelayingProviderProxy(URI target, Duration latency) {
    this.target = target;
    this.latency = latency;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::forward);
    server.start();
  }

  /** Where the stand-in is reached through this. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target.getPath());
  }

  List<TimedProviderCall> calls() {
    return List.copyOf(calls);
  }

  /** The same call once more, through this too. */
  void repeat(TimedProviderCall timedProviderCall) {
    try {
      http.send(
          request(
              URI.create(address().resolve("/") + timedProviderCall.path().substring(1)),
              timedProviderCall),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(URI uri, TimedProviderCall timedProviderCall) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(
                timedProviderCall.method(),
                timedProviderCall.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(timedProviderCall.body()));
    if (!timedProviderCall.token().isEmpty()) {
      request.header("Authorization", timedProviderCall.token());
    }
    return request.build();
  }

  private void forward(HttpExchange exchange) throws IOException {
    Instant began = Instant.now();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    TimedProviderCall timedProviderCall =
        new TimedProviderCall(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            token == null ? "" : token,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            began,
            began);
    LockSupport.parkNanos(latency.toNanos());
    try {
      URI uri = URI.create(target.resolve("/") + timedProviderCall.path().substring(1));
      HttpResponse<byte[]> answer =
          http.send(request(uri, timedProviderCall), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      calls.add(
          new TimedProviderCall(
              timedProviderCall.method(),
              timedProviderCall.path(),
              timedProviderCall.token(),
              timedProviderCall.body(),
              began,
              Instant.now()));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
