package dev.rollbackbot.gateway.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;

/** Stands between the bot and a provider, and spoils what it is told to. */
public final class FaultyProxy implements AutoCloseable {
  private static final int HUGE = 3_000_000;
  private static final String PAGE = "<html>welcome</html>";
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "expect");

  private static final Set<ProviderFault> ONCE =
      EnumSet.of(ProviderFault.RATE_LIMITED_ONCE, ProviderFault.COPY_RATE_LIMITED);

  private final URI target;
  private final BiPredicate<String, String> change;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Optional<ProviderFault> ofChanges = Optional.empty();
  private Optional<ProviderFault> ofReads = Optional.empty();
  private int callsLeft = Integer.MAX_VALUE;
  private boolean lastIsDone;
  private boolean met;
  private CountDownLatch held = new CountDownLatch(1);
  private int done;
  private String credential = "";

  /** {@code change}: whether a call of that method and path asks for a change. */
  public FaultyProxy(URI target, BiPredicate<String, String> change) {
    this.target = target;
    this.change = change;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("the proxy could not be started", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** In place of the provider's own, with its path. */
  public URI address() {
    return URI.create(
        "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), target.getRawPath()));
  }

  /** From now on. */
  public synchronized void changesMeet(ProviderFault fault) {
    ofChanges = Optional.of(fault);
  }

  public synchronized void readsMeet(ProviderFault fault) {
    ofReads = Optional.of(fault);
  }

  /** The bot dies at that call, the first being 1: its answer and all others are lost. */
  public synchronized void diesAt(int call, boolean carriedOut) {
    callsLeft = call - 1;
    lastIsDone = carriedOut;
  }

  /** Whether it came to that call. */
  public synchronized boolean died() {
    return callsLeft < 0;
  }

  /** Whether readings fail now, or all calls. */
  public synchronized boolean spoilsReads() {
    return ofReads.isPresent() || callsLeft < 0;
  }

  public synchronized void clear() {
    ofChanges = Optional.empty();
    ofReads = Optional.empty();
    callsLeft = Integer.MAX_VALUE;
    release();
  }

  /** Closes the calls that are held. */
  private void release() {
    held.countDown();
    held = new CountDownLatch(1);
  }

  /** Whether a call met a fault. */
  public synchronized boolean met() {
    return met;
  }

  /** What the bot proves with who it is; a faulty answer repeats it. */
  public synchronized String credential() {
    return credential;
  }

  /** Changes that the provider said it carried out. */
  public synchronized int done() {
    return done;
  }

  private synchronized Optional<ProviderFault> next(boolean changes) {
    callsLeft--;
    if (callsLeft < 0) {
      boolean last = callsLeft == -1;
      return Optional.of(
          last && lastIsDone ? ProviderFault.LOST_ANSWER : ProviderFault.LOST_REQUEST);
    }
    Optional<ProviderFault> fault = changes ? ofChanges : ofReads;
    met |= fault.isPresent();
    if (fault.filter(ONCE::contains).isPresent()) {
      ofChanges = changes ? Optional.empty() : ofChanges;
      ofReads = changes ? ofReads : Optional.empty();
    }
    return fault;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).matches(".*(auth|token).*")) {
              String value = values.getFirst();
              keep(value.substring(value.indexOf(' ') + 1));
            }
          });
      boolean changes =
          change.test(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
      Optional<ProviderFault> fault = next(changes);
      if (fault.isEmpty()) {
        pass(exchange, forward(exchange, body, changes));
        return;
      }
      if (fault.get().done) {
        HttpResponse<byte[]> answer = forward(exchange, body, changes);
        if (fault.get() == ProviderFault.SENT_TWICE) {
          pass(exchange, forward(exchange, body, changes));
          return;
        }
        if (answer.statusCode() >= 400) {
          pass(exchange, answer);
          return;
        }
      }
      spoil(exchange, fault.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keep(String value) {
    credential = value;
  }

  private void spoil(HttpExchange exchange, ProviderFault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case LOST_REQUEST, LOST_ANSWER, SENT_TWICE -> {
        // Closed without an answer.
      }
      case HELD -> hold();
      case HELD_AFTER -> {
        exchange.sendResponseHeaders(fault.status, 0);
        exchange.getResponseBody().write('[');
        exchange.getResponseBody().flush();
        hold();
      }
      case GARBAGE, GARBAGE_AFTER -> answer(exchange, fault.status, "text/html", PAGE);
      case HUGE, HUGE_AFTER ->
          answer(exchange, fault.status, "application/json", "[\"" + "a".repeat(HUGE));
      case REDIRECT -> {
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/elsewhere");
        answer(exchange, fault.status, "text/plain", "elsewhere");
      }
      case RATE_LIMITED, RATE_LIMITED_ONCE, COPY_RATE_LIMITED -> {
        String wait = fault == ProviderFault.RATE_LIMITED ? "3600" : "1";
        exchange.getResponseHeaders().set("Retry-After", wait);
        answer(exchange, fault.status, "text/plain", "later");
      }
      case UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          COPY_REFUSED,
          SERVER_ERROR,
          UNAVAILABLE,
          ERROR_AFTER ->
          answer(
              exchange,
              fault.status,
              "application/json",
              """
              {"success": false, "errors": [{"code": 1, "message": "%1$s is bad"}],
               "message": "%1$s is bad", "kind": "Status", "reason": "No"}
              """
                  .formatted(credential()));
    }
  }

  private void hold() throws InterruptedException {
    CountDownLatch until;
    synchronized (this) {
      until = held;
    }
    until.await();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body, boolean changes)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://" + target.getRawAuthority() + exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (changes && answer.statusCode() < 400) {
      synchronized (this) {
        done++;
      }
    }
    return answer;
  }

  private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))
              && !name.startsWith(":")
              && !name.equalsIgnoreCase("transfer-encoding")) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      release();
    }
    server.stop(0);
    client.close();
  }
}
