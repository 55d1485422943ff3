package dev.rollbackbot.sandbox;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Whole answers in one go. */
final class Replies {
  private Replies() {}

  static void json(Response response, Callback callback, int status, JsonValue body) {
    bytes(
        response,
        callback,
        status,
        "application/json; charset=utf-8",
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static void text(Response response, Callback callback, int status, String body) {
    bytes(
        response,
        callback,
        status,
        "text/plain; charset=utf-8",
        body.getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(
      Response response, Callback callback, int status, String contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
