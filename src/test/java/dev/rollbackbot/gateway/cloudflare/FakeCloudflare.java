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
  record Call(String method, String path, String body) {
    boolean isPost() {
      return method.equals("POST");
    }
  }

  /** What happens instead of the ordinary answer. */
  interface Fault {
    void happen(Exchange exchange) throws Exception;
  }

  private record Planned(String method, String pathEnd, Fault fault) {}

  final FakeAccount account = new FakeAccount();
  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Planned> faults = new ArrayList<>();
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
            new Exchange(request, response, callback).run();
            return true;
          }
        });
    server.start();
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/client/v4");
  }

  /** The next call of that method whose path ends so goes wrong, once. */
  synchronized void next(String method, String pathEnd, Fault fault) {
    faults.add(new Planned(method, pathEnd, fault));
  }

  void next(String method, String pathEnd, int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      next(method, pathEnd, fault);
    }
  }

  /** Forgets the calls and the faults that did not happen. */
  synchronized void clear() {
    calls.clear();
    faults.clear();
  }

  List<Call> posts() {
    return calls.stream().filter(Call::isPost).toList();
  }

  private synchronized Fault fault(Call call) {
    for (Planned planned : faults) {
      if (planned.method().equals(call.method()) && call.path().endsWith(planned.pathEnd())) {
        faults.remove(planned);
        return planned.fault();
      }
    }
    return Exchange::ordinary;
  }

  /** Answers with that. */
  static Fault answer(int status, String body, String... headers) {
    return exchange -> exchange.send(status, body, headers);
  }

  /** Says no in Cloudflare's own way. */
  static Fault refuse(int status, int code, String message) {
    return answer(status, FakeAccount.error(code, message));
  }

  /** Cuts the connection without having done anything. */
  static Fault cut() {
    return Exchange::cut;
  }

  /** Does it, and cuts the connection before saying so. */
  static Fault doAndCut() {
    return exchange -> {
      exchange.perform();
      exchange.cut();
    };
  }

  /** Never answers. */
  static Fault hang() {
    return Exchange::hang;
  }

  /** One call being answered. */
  final class Exchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Call call;

    private Exchange(Request request, Response response, Callback callback) throws Exception {
      this.request = request;
      this.response = response;
      this.callback = callback;
      String path = Request.getPathInContext(request).replace("/client/v4", "");
      String query = request.getHttpURI().getQuery();
      call =
          new Call(
              request.getMethod(),
              query == null ? path : path + "?" + query,
              Content.Source.asString(request));
    }

    private void run() throws Exception {
      if (!("Bearer " + TOKEN).equals(request.getHeaders().get("Authorization"))) {
        send(401, FakeAccount.error(10000, "Authentication error"));
        return;
      }
      calls.add(call);
      fault(call).happen(this);
    }

    private void ordinary() {
      send(200, perform().toString());
    }

    /** What the ordinary answer would be; does what was asked for. */
    JsonObject perform() {
      return account.perform(call);
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
