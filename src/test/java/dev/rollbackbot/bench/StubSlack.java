package dev.rollbackbot.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Responds to each method of Slack's API as the bot needs it, after a delay. */
final class StubSlack implements AutoCloseable {
  private final HttpServer server;
  private final Duration delay;
  private final AtomicLong number = new AtomicLong();

  /** Gets the method and body of each call when it arrives. */
  volatile BiConsumer<String, String> arrived = (_, _) -> {};

  StubSlack(Duration delay) {
    this.delay = delay;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/", this::answer);
    server.start();
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestURI().getPath().substring("/api/".length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    arrived.accept(method, body);
    LockSupport.parkNanos(delay.toNanos());
    byte[] response = text(method).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  private String text(String method) {
    long count = number.incrementAndGet();
    return switch (method) {
      case "auth.test" ->
          """
          {"ok":true,"url":"https://bench.slack.com/","team":"bench","user":"bot","team_id":"T0BENCH",\
          "user_id":"U0BOT","bot_id":"B0BOT"}\
          """;
      case "usergroups.list" ->
          """
          {"ok":true,"usergroups":[{"id":"S0RESPOND","handle":"responders","name":"r"},\
          {"id":"S0ONCALL1","handle":"oncall","name":"o"}]}\
          """;
      case "usergroups.users.list" -> "{\"ok\":true,\"users\":[\"" + SignedClicks.USER + "\"]}";
      case "users.info" ->
          "{\"ok\":true,\"user\":{\"id\":\"" + SignedClicks.USER + "\",\"team_id\":\"T0BENCH\"}}";
      case "conversations.list" ->
          """
          {"ok":true,"channels":[{"id":"C0INCIDENTS","name":"incidents","is_member":true}],\
          "response_metadata":{"next_cursor":""}}\
          """;
      case "chat.postEphemeral" ->
          "{\"ok\":true,\"message_ts\":\"1764000001.%06d\"}".formatted(count % 1_000_000);
      default ->
          "{\"ok\":true,\"channel\":\"C0INCIDENTS\",\"ts\":\"1764000001.%06d\"}"
              .formatted(count % 1_000_000);
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
