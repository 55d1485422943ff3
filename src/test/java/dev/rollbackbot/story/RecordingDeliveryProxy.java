package dev.rollbackbot.story;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands between Slack and the bot: hands every delivery on, keeps it, and can lose the answer. */
final class RecordingDeliveryProxy implements AutoCloseable {
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final URI bot;
  private volatile boolean losing;

  RecordingDeliveryProxy(URI bot) throws IOException {
    this.bot = bot;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/slack/events", this::pass);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What Slack sent, oldest first. */
  List<String> bodies() {
    return List.copyOf(bodies);
  }

  /** From now on the bot's answers are lost, or are not any more. */
  void losesAnswers(boolean lose) {
    losing = lose;
  }

  private void pass(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      bodies.add(body);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(bot.resolve("/slack/events"))
              .POST(HttpRequest.BodyPublishers.ofString(body));
      for (String name : List.of("X-Slack-Request-Timestamp", "X-Slack-Signature")) {
        request.header(name, exchange.getRequestHeaders().getFirst(name));
      }
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (losing) {
        return;
      }
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(t -> exchange.getResponseHeaders().set("Content-Type", t));
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
