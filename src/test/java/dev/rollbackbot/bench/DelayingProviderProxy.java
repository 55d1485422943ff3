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

/** A proxy that delays the calls to the provider's stand-in and records them. */
final class DelayingProviderProxy implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI target;
  private final Duration latency;
  private final List<TimedProviderCall> calls = new CopyOnWriteArrayList<>();

  record TimedProviderCall(
      String method, String path, String token, String body, Instant began, Instant ended) {
    Duration took() {
      return Duration.between(began, ended);
    }
  }

  /**
   * Starts to listen.
   *
   * @param target without a trailing slash
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

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target.getPath());
  }

  List<TimedProviderCall> calls() {
    return List.copyOf(calls);
  }

  /** Sends the same call again, also through this proxy. */
  void repeat(TimedProviderCall call) {
    try {
      http.send(
          request(URI.create(address().resolve("/") + call.path().substring(1)), call),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(URI uri, TimedProviderCall call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(
                call.method(),
                call.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(call.body()));
    if (!call.token().isEmpty()) {
      request.header("Authorization", call.token());
    }
    return request.build();
  }

  private void forward(HttpExchange exchange) throws IOException {
    Instant began = Instant.now();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    TimedProviderCall call =
        new TimedProviderCall(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            token == null ? "" : token,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            began,
            began);
    LockSupport.parkNanos(latency.toNanos());
    try {
      URI uri = URI.create(target.resolve("/") + call.path().substring(1));
      HttpResponse<byte[]> response =
          http.send(request(uri, call), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      calls.add(
          new TimedProviderCall(
              call.method(), call.path(), call.token(), call.body(), began, Instant.now()));
      exchange.sendResponseHeaders(
          response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
      exchange.getResponseBody().write(response.body());
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
