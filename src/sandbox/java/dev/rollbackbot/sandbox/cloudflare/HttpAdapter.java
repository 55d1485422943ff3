package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.api.ProviderRequest;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Between the HTTP server and the stand-ins: reads a call, sends a reply when it is due. */
record HttpAdapter(ScheduledExecutorService timer) {

  private static final int LARGEST_BODY = 64 * 1024;

  /**
   * Reads a whole request. The path below {@code prefix} is decoded after it was split, so that an
   * encoded slash stays inside its segment.
   *
   * @throws HttpException.RuntimeException (413) if the body is larger than 64 KiB
   * @throws IOException if the body breaks off
   */
  static ProviderRequest read(Request request, String prefix) throws IOException {
    String path = request.getHttpURI().getCanonicalPath().substring(prefix.length());
    List<String> segments =
        Arrays.stream(path.split("/"))
            .filter(each -> !each.isEmpty())
            .map(HttpAdapter::decode)
            .toList();
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    byte[] body = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new HttpException.RuntimeException(413, "The body is larger than 64 KiB.");
    }
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return new ProviderRequest(
        request.getMethod(),
        segments,
        query,
        authorization == null ? "" : authorization,
        Request.getServerName(request),
        new String(body, StandardCharsets.UTF_8));
  }

  void send(
      Request request,
      Response response,
      Callback callback,
      ProviderResponse reply,
      Duration after) {
    Runnable send = () -> send(request, response, callback, reply);
    if (after.isZero()) {
      send.run();
    } else {
      var _ = timer.schedule(send, after.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void send(
      Request request, Response response, Callback callback, ProviderResponse reply) {
    switch (reply) {
      case ProviderResponse.Answer answer -> {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        Content.Sink.write(response, true, answer.body(), callback);
      }
      case ProviderResponse.ConnectionClosed _ -> {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("closed without an answer, as the fault asks"));
      }
    }
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
