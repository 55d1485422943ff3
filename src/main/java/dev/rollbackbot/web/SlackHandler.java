package dev.rollbackbot.web;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.SlackEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes {@code POST /slack/events} on, with the body exactly as it was signed. */
final class SlackHandler extends Handler.Abstract {
  private static final String PATH = "/slack/events";

  private final Optional<SlackEndpoint> endpoint;
  private final int mostBytes;

  SlackHandler(Optional<SlackEndpoint> endpoint, InboundLimits limits) {
    this.endpoint = endpoint;
    this.mostBytes = limits.bodyBytes();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    boolean management =
        OperationsHandler.MANAGEMENT.equals(
            request.getConnectionMetaData().getConnector().getName());
    if (management || !Request.getPathInContext(request).equals(PATH)) {
      return false;
    }
    if (endpoint.isEmpty()) {
      PlainTextResponse.write(
          response, callback, 404, "This bot is connected through Socket Mode.");
    } else if (request.getMethod().equals("GET") && isCertificateCheck(request)) {
      PlainTextResponse.write(response, callback, 200, "This URL can be reached.");
    } else if (!request.getMethod().equals("POST")) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      PlainTextResponse.write(response, callback, 405, "Slack posts here.");
    } else {
      Optional<byte[]> body = RequestBody.read(request, mostBytes);
      if (body.isEmpty()) {
        PlainTextResponse.write(
            response, callback, 413, "The body is larger than " + mostBytes + " bytes.");
        return true;
      }
      Optional<String> text = text(body.get());
      if (text.isEmpty()) {
        PlainTextResponse.write(response, callback, 400, "The body is not encoded in UTF-8.");
      } else {
        accept(endpoint.get(), request, response, callback, text.get());
      }
    }
    return true;
  }

  /** Slack asks so from time to time whether the command's URL can be reached over TLS. */
  private static boolean isCertificateCheck(Request request) {
    String query = request.getHttpURI().getQuery();
    return query != null && List.of(query.split("&")).contains("ssl_check=1");
  }

  private static void accept(
      SlackEndpoint endpoint, Request request, Response response, Callback callback, String text) {
    SlackEndpoint.EndpointResponse result =
        endpoint.accept(RequestBody.headers(request), text, Request.getRemoteAddr(request));
    response.setStatus(result.status());
    result.contentType().ifPresent(t -> response.getHeaders().put(HttpHeader.CONTENT_TYPE, t));
    ByteBuffer bytes = ByteBuffer.wrap(result.body().getBytes(StandardCharsets.UTF_8));
    response.write(true, bytes, callback);
  }

  /** Empty: it is not UTF-8. Nothing is put in place of what is invalid: the bytes are signed. */
  private static Optional<String> text(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
