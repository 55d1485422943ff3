package dev.rollbackbot.sandbox.shared;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

public final class HttpResponses {
  private HttpResponses() {}

  public static void json(Response response, Callback callback, int status, JsonValue body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    bytes(response, callback, status, "application/json; charset=utf-8", bytes);
  }

  public static void text(Response response, Callback callback, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    bytes(response, callback, status, "text/plain; charset=utf-8", bytes);
  }

  public static void bytes(
      Response response, Callback callback, int status, String contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
