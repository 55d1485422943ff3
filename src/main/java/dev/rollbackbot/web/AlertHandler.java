package dev.rollbackbot.web;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.alert.AlertEndpoint;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Passes {@code /alerts/…} on, with the body exactly as it was sent. */
final class AlertHandler extends Handler.Abstract {
  private static final String PATH = "/alerts/";

  private final Optional<AlertEndpoint> endpoint;
  private final int mostBytes;

  AlertHandler(Optional<AlertEndpoint> endpoint, InboundLimits limits) {
    this.endpoint = endpoint;
    this.mostBytes = limits.bodyBytes();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(PATH)
        || OperationsHandler.MANAGEMENT.equals(
            request.getConnectionMetaData().getConnector().getName())) {
      return false;
    }
    if (endpoint.isEmpty()) {
      PlainTextResponse.write(response, callback, 404, "There is nothing here.");
      return true;
    }
    Optional<byte[]> body = RequestBody.read(request, mostBytes);
    if (body.isEmpty()) {
      PlainTextResponse.write(
          response, callback, 413, "The body is larger than " + mostBytes + " bytes.");
      return true;
    }
    AlertEndpoint.AlertAnswer answer =
        endpoint
            .get()
            .accept(
                path.substring(PATH.length()),
                request.getMethod(),
                RequestBody.headers(request),
                body.get());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.text().isEmpty()) {
      response.setStatus(answer.status());
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    } else {
      PlainTextResponse.write(response, callback, answer.status(), answer.text());
    }
    return true;
  }
}
