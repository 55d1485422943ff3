package dev.rollbackbot.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Error responses contain the status only, no details of the program. */
final class PlainTextErrorHandler extends Handler.Abstract {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    PlainTextResponse.write(response, callback, status, HttpStatus.getMessage(status));
    return true;
  }
}
