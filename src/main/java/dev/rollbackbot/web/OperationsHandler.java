package dev.rollbackbot.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Liveness, readiness with its reasons, and metrics. */
final class OperationsHandler extends Handler.Abstract {
  private final WebServer.WebServerOptions webServerOptions;

  OperationsHandler(WebServer.WebServerOptions webServerOptions) {
    this.webServerOptions = webServerOptions;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    if (!request.getMethod().equals("GET")) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET");
      PlainTextResponse.write(response, callback, 405, "There is nothing to change here.");
      return true;
    }
    switch (path) {
      case "/healthz" -> PlainTextResponse.write(response, callback, 200, "alive");
      case "/readyz" -> ready(response, callback);
      case "/metrics" ->
          PlainTextResponse.write(response, callback, 200, webServerOptions.metrics().get());
      default -> PlainTextResponse.write(response, callback, 404, "There is nothing here.");
    }
    return true;
  }

  private void ready(Response response, Callback callback) {
    List<String> lines = new ArrayList<>();
    boolean well = true;
    for (Map.Entry<String, Supplier<Optional<String>>> check :
        webServerOptions.checks().entrySet()) {
      Optional<String> problem = check.getValue().get();
      lines.add(check.getKey() + ": " + problem.orElse("well"));
      well &= problem.isEmpty();
    }
    PlainTextResponse.write(response, callback, well ? 200 : 503, String.join("\n", lines));
  }
}
