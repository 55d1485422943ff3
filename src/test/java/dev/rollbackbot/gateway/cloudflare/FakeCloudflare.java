package dev.rollbackbot.gateway.cloudflare;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A small Cloudflare over real HTTP; tests plan faults for its next responses. */
final class FakeCloudflare {
  static final String ACCOUNT = "acc-1";
  static final String TOKEN = "cf-very-secret-token-0123456789";

  static final String STAGING_TOKEN = "cf-staging-secret-token-0123456";

  record ReceivedRequest(String method, String path, String body) {
    boolean isPost() {
      return method.equals("POST");
    }
  }

  record SentStatus(String method, int status) {}

  /** Replaces the regular response. */
  interface FaultyResponse {
    void respond(FakeExchange exchange) throws Exception;
  }

  private record PlannedFault(String method, String pathEnd, FaultyResponse reply) {}

  final FakeAccount account = new FakeAccount();
  final List<ReceivedRequest> calls = new CopyOnWriteArrayList<>();

  /** The token of each call. */
  final List<String> tokens = new CopyOnWriteArrayList<>();

  final List<SentStatus> answers = new CopyOnWriteArrayList<>();
  private final List<PlannedFault> faults = new ArrayList<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final CountDownLatch closing = new CountDownLatch(1);

  FakeCloudflare() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            new FakeExchange(request, response, callback).run();
            return true;
          }
        });
    server.start();
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/client/v4");
  }

  /** Replaces the response to the next call of that method whose path ends so, once. */
  synchronized void next(String method, String pathEnd, FaultyResponse reply) {
    faults.add(new PlannedFault(method, pathEnd, reply));
  }

  void next(String method, String pathEnd, int times, FaultyResponse reply) {
    for (int i = 0; i < times; i++) {
      next(method, pathEnd, reply);
    }
  }

  /** Forgets the calls and the faults that have not occurred. */
  synchronized void clear() {
    calls.clear();
    tokens.clear();
    answers.clear();
    faults.clear();
  }

  List<ReceivedRequest> posts() {
    return calls.stream().filter(ReceivedRequest::isPost).toList();
  }

  private synchronized FaultyResponse fault(ReceivedRequest call) {
    for (PlannedFault planned : faults) {
      if (planned.method().equals(call.method()) && call.path().endsWith(planned.pathEnd())) {
        faults.remove(planned);
        return planned.reply();
      }
    }
    return FakeExchange::regular;
  }

  static FaultyResponse answer(int status, String body, String... headers) {
    return exchange -> exchange.send(status, body, headers);
  }

  /** Refuses with Cloudflare's error envelope. */
  static FaultyResponse refuse(int status, int code, String message) {
    return answer(status, FakeAccount.error(code, message));
  }

  /** Closes the connection without performing the call. */
  static FaultyResponse cut() {
    return FakeExchange::cut;
  }

  /** Performs the call, then closes the connection without a response. */
  static FaultyResponse doAndCut() {
    return exchange -> {
      exchange.perform();
      exchange.cut();
    };
  }

  /** Never responds. */
  static FaultyResponse hang() {
    return FakeExchange::hang;
  }

  final class FakeExchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ReceivedRequest call;

    private FakeExchange(Request request, Response response, Callback callback) throws Exception {
      this.request = request;
      this.response = response;
      this.callback = callback;
      String path = Request.getPathInContext(request).replace("/client/v4", "");
      String query = request.getHttpURI().getQuery();
      call =
          new ReceivedRequest(
              request.getMethod(),
              query == null ? path : path + "?" + query,
              Content.Source.asString(request));
    }

    private void run() throws Exception {
      String authorization = request.getHeaders().get("Authorization");
      if (!List.of("Bearer " + TOKEN, "Bearer " + STAGING_TOKEN).contains(authorization)) {
        send(401, FakeAccount.error(10000, "Authentication error"));
        return;
      }
      calls.add(call);
      tokens.add(authorization.substring("Bearer ".length()));
      fault(call).respond(this);
    }

    private void regular() {
      send(200, perform().toString());
    }

    /** Performs the call and returns the regular response. */
    JsonObject perform() {
      return account.perform(call);
    }

    /** What a GET of the same path returns. */
    JsonObject read() {
      return account.perform(new ReceivedRequest("GET", call.path(), ""));
    }

    void send(int status, String body, String... headers) {
      answers.add(new SentStatus(call.method(), status));
      response.setStatus(status);
      response.getHeaders().put("Content-Type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        response.getHeaders().put(headers[i], headers[i + 1]);
      }
      response.write(true, BufferUtil.toBuffer(body.getBytes(StandardCharsets.UTF_8)), callback);
    }

    void cut() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new IOException("cut"));
    }

    void hang() throws InterruptedException {
      closing.await();
      callback.failed(new IOException("closing"));
    }
  }

  void stop() throws Exception {
    closing.countDown();
    server.stop();
  }
}
