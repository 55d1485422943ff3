package dev.rollbackbot.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

final class PlainTextResponse {
  private PlainTextResponse() {}

  /** Writes an error's status and its name, and no details of the program. */
  static boolean writeStatus(Request request, Response response, Callback callback) {
    write(response, callback, response.getStatus(), HttpStatus.getMessage(response.getStatus()));
    return true;
  }

  static void write(Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(true, ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), callback);
  }
}
