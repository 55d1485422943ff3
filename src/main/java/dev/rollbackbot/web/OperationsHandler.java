package dev.rollbackbot.web;

import dev.rollbackbot.app.Readiness;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Liveness, readiness with its reasons, and metrics. */
final class OperationsHandler extends Handler.Abstract {
  private final WebServer.WebServerOptions options;

  OperationsHandler(WebServer.WebServerOptions options) {
    this.options = options;
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
      case "/metrics" -> PlainTextResponse.write(response, callback, 200, options.metrics().get());
      default -> PlainTextResponse.write(response, callback, 404, "There is nothing here.");
    }
    return true;
  }

  private void ready(Response response, Callback callback) {
    List<String> lines = new ArrayList<>();
    boolean ready = true;
    for (var check : options.checks().entrySet()) {
      Readiness readiness = check.getValue().get();
      lines.add(check.getKey() + ": " + readiness.text());
      ready &= readiness.ready();
    }
    PlainTextResponse.write(response, callback, ready ? 200 : 503, String.join("\n", lines));
  }
}
