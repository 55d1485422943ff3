package dev.rollbackbot.gateway.cloudflare;

import jakarta.json.JsonObject;
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

/** A small Cloudflare over real HTTP, whose next answers can be made to go wrong. */
final class FakeCloudflare {
  static final String ACCOUNT = "acc-1";
  static final String TOKEN = "cf-very-secret-token-0123456789";

  /** What the client asked for. */
  record ReceivedRequest(String method, String path, String body) {
    boolean isPost() {
      return method.equals("POST");
    }
  }

  /** What happens instead of the ordinary answer. */
  interface FaultyResponse {
    void happen(FakeExchange fakeExchange) throws Exception;
  }

  private record PlannedFault(String method, String pathEnd, FaultyResponse faultyResponse) {}

  final FakeAccount account = new FakeAccount();
  final List<ReceivedRequest> calls = new CopyOnWriteArrayList<>();
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

  /** The next call of that method whose path ends so goes wrong, once. */
  synchronized void next(String method, String pathEnd, FaultyResponse faultyResponse) {
    faults.add(new PlannedFault(method, pathEnd, faultyResponse));
  }

  void next(String method, String pathEnd, int times, FaultyResponse faultyResponse) {
    for (int i = 0; i < times; i++) {
      next(method, pathEnd, faultyResponse);
    }
  }

  /** Forgets the calls and the faults that did not happen. */
  synchronized void clear() {
    calls.clear();
    faults.clear();
  }

  List<ReceivedRequest> posts() {
    return calls.stream().filter(ReceivedRequest::isPost).toList();
  }

  private synchronized FaultyResponse fault(ReceivedRequest receivedRequest) {
    for (PlannedFault plannedFault : faults) {
      if (plannedFault.method().equals(receivedRequest.method())
          && receivedRequest.path().endsWith(plannedFault.pathEnd())) {
        faults.remove(plannedFault);
        return plannedFault.faultyResponse();
      }
    }
    return FakeExchange::ordinary;
  }

  /** Answers with that. */
  static FaultyResponse answer(int status, String body, String... headers) {
    return fakeExchange -> fakeExchange.send(status, body, headers);
  }

  /** Says no in Cloudflare's own way. */
  static FaultyResponse refuse(int status, int code, String message) {
    return answer(status, FakeAccount.error(code, message));
  }

  /** Cuts the connection without having done anything. */
  static FaultyResponse cut() {
    return FakeExchange::cut;
  }

  /** Does it, and cuts the connection before saying so. */
  static FaultyResponse doAndCut() {
    return fakeExchange -> {
      fakeExchange.perform();
      fakeExchange.cut();
    };
  }

  /** Never answers. */
  static FaultyResponse hang() {
    return FakeExchange::hang;
  }

  /** One call being answered. */
  final class FakeExchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ReceivedRequest receivedRequest;

    private FakeExchange(Request request, Response response, Callback callback) throws Exception {
      this.request = request;
      this.response = response;
      this.callback = callback;
      String path = Request.getPathInContext(request).replace("/client/v4", "");
      String query = request.getHttpURI().getQuery();
      receivedRequest =
          new ReceivedRequest(
              request.getMethod(),
              query == null ? path : path + "?" + query,
              Content.Source.asString(request));
    }

    private void run() throws Exception {
      if (!("Bearer " + TOKEN).equals(request.getHeaders().get("Authorization"))) {
        send(401, FakeAccount.error(10000, "Authentication error"));
        return;
      }
      calls.add(receivedRequest);
      fault(receivedRequest).happen(this);
    }

    private void ordinary() {
      send(200, perform().toString());
    }

    /** What the ordinary answer would be; does what was asked for. */
    JsonObject perform() {
      return account.perform(receivedRequest);
    }

    void send(int status, String body, String... headers) {
      response.setStatus(status);
      response.getHeaders().put("Content-Type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        response.getHeaders().put(headers[i], headers[i + 1]);
      }
      response.write(true, BufferUtil.toBuffer(body.getBytes(StandardCharsets.UTF_8)), callback);
    }

    void cut() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new java.io.IOException("cut"));
    }

    void hang() throws InterruptedException {
      closing.await();
      callback.failed(new java.io.IOException("closing"));
    }
  }

  void stop() throws Exception {
    closing.countDown();
    server.stop();
  }
}
