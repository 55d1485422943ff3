package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.api.ProviderRequest;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import dev.rollbackbot.sandbox.shared.HttpRequests;
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

/** Reads requests and sends responses after a delay. */
record HttpAdapter(ScheduledExecutorService timer) {
  private static final int LARGEST_BODY = 64 * 1024;

  /** Splits the path below {@code prefix}, then decodes it: an encoded slash does not split. */
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
    byte[] body =
        HttpRequests.body(request, LARGEST_BODY)
            .orElseThrow(
                () -> new HttpException.RuntimeException(413, "The body is larger than 64 KiB."));
    return new ProviderRequest(
        request.getMethod(),
        segments,
        query,
        HttpRequests.header(request, "Authorization"),
        Request.getServerName(request),
        new String(body, StandardCharsets.UTF_8));
  }

  void send(
      Request request,
      Response response,
      Callback callback,
      ProviderResponse providerResponse,
      Duration delay) {
    Runnable send = () -> send(request, response, callback, providerResponse);
    if (delay.isZero()) {
      send.run();
    } else {
      var _ = timer.schedule(send, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void send(
      Request request, Response response, Callback callback, ProviderResponse providerResponse) {
    switch (providerResponse) {
      case ProviderResponse.Answer answer -> {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        Content.Sink.write(response, true, answer.body(), callback);
      }
      case ProviderResponse.ConnectionClosed _ -> {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("connection closed by the fault"));
      }
    }
  }

  private static String decode(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
