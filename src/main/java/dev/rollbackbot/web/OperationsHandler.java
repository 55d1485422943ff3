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
  /** The name of the connector that shows everything, where there are two. */
  static final String MANAGEMENT = "management";

  private static final String NOTHING = "There is nothing here.";

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
      case "/readyz" -> ready(response, callback, showsAll(request));
      case "/metrics" -> metrics(response, callback, showsAll(request));
      default -> PlainTextResponse.write(response, callback, 404, NOTHING);
    }
    return true;
  }

  private void metrics(Response response, Callback callback, boolean shown) {
    PlainTextResponse.write(
        response, callback, shown ? 200 : 404, shown ? options.metrics().get() : NOTHING);
  }

  /** Metrics and reasons may name other systems: they can be kept from the internet. */
  private boolean showsAll(Request request) {
    return options.managementPort().isEmpty()
        || MANAGEMENT.equals(request.getConnectionMetaData().getConnector().getName());
  }

  private void ready(Response response, Callback callback, boolean reasons) {
    List<String> lines = new ArrayList<>();
    boolean ready = true;
    for (var check : options.checks().entrySet()) {
      Readiness readiness = check.getValue().get();
      lines.add(check.getKey() + ": " + readiness.text());
      ready &= readiness.ready();
    }
    String text = reasons ? String.join("\n", lines) : ready ? "ready" : "not ready";
    PlainTextResponse.write(response, callback, ready ? 200 : 503, text);
  }
}
