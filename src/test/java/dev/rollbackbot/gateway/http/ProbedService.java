package dev.rollbackbot.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A service over real HTTP with the routes of a test; all others are 404. */
final class ProbedService {
  interface RouteBehavior {
    void answer(ReceivedProbe request, ProbeResponse response) throws Exception;
  }

  record ReceivedProbe(String agent, String authorization) {}

  private final Map<String, RouteBehavior> routes = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Server server = new Server(new QueuedThreadPool(64));
  private final ServerConnector connector;
  private final String scheme;

  ProbedService() throws Exception {
    this.connector = new ServerConnector(server);
    this.scheme = "http";
    start();
  }

  private ProbedService(SslContextFactory.Server tls) throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    this.connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    this.scheme = "https";
    start();
  }

  /** Creates its key store in that directory. */
  static ProbedService withSelfSignedCertificate(Path directory) throws Exception {
    Path store = directory.resolve("self-signed.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-alias",
                "probed",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    try (InputStream output = keytool.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed: " + text);
      }
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(store.toString());
    tls.setKeyStorePassword("changeit");
    return new ProbedService(tls);
  }

  private void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(
              org.eclipse.jetty.server.Request request,
              org.eclipse.jetty.server.Response response,
              Callback callback)
              throws Exception {
            String path = org.eclipse.jetty.server.Request.getPathInContext(request);
            requests.add(request.getMethod() + " " + path);
            RouteBehavior behavior =
                routes.getOrDefault(path, (q, r) -> r.respond(404, "nothing here"));
            String agent = request.getHeaders().get("User-Agent");
            String authorization = request.getHeaders().get("Authorization");
            behavior.answer(
                new ReceivedProbe(
                    agent == null ? "" : agent, authorization == null ? "" : authorization),
                new ProbeResponse(request, response, callback));
            return true;
          }
        });
    server.start();
  }

  String address() {
    return scheme + "://127.0.0.1:" + connector.getLocalPort();
  }

  void on(String path, RouteBehavior behavior) {
    routes.put(path, behavior);
  }

  /** Routes /together/0 and so on that respond only once all of them were requested. */
  void together(int count) {
    CountDownLatch all = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      on(
          "/together/" + i,
          (request, response) -> {
            all.countDown();
            all.await();
            response.respond(200, "");
          });
    }
  }

  List<String> requests() {
    return requests;
  }

  void stop() throws Exception {
    stopping.countDown();
    server.stop();
  }

  final class ProbeResponse {
    private final org.eclipse.jetty.server.Request request;
    private final org.eclipse.jetty.server.Response response;
    private final Callback callback;

    private ProbeResponse(
        org.eclipse.jetty.server.Request request,
        org.eclipse.jetty.server.Response response,
        Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void header(String name, String value) {
      response.getHeaders().put(name, value);
    }

    void respond(int status, String body) {
      response.setStatus(status);
      response.write(true, BufferUtil.toBuffer(body, StandardCharsets.UTF_8), callback);
    }

    void redirect(String location) {
      response.getHeaders().put("Location", location);
      respond(302, "");
    }

    void cut() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new IOException("cut"));
    }

    void hang() throws InterruptedException {
      stopping.await();
      callback.failed(new IOException("stopping"));
    }

    /** Sends single bytes without an end. */
    void drip() {
      response.setStatus(200);
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        while (!stopping.await(50, TimeUnit.MILLISECONDS)) {
          out.write(' ');
          out.flush();
        }
      } catch (IOException | InterruptedException e) {
        callback.failed(e);
      }
    }
  }
}
