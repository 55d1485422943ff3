package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.sandbox.kubernetes.api.ClusterReply;
import dev.rollbackbot.sandbox.kubernetes.api.ClusterRequest;
import dev.rollbackbot.sandbox.kubernetes.api.ObjectWatch;
import dev.rollbackbot.sandbox.shared.HttpRequests;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Reads requests and sends replies; the timer sends what a watch sees. */
record ClusterHttp(ScheduledExecutorService timer, Duration watchInterval) {

  /** Empty if the body is too large. Splits the path first: an encoded slash does not split. */
  static Optional<ClusterRequest> read(Request request, String prefix) throws IOException {
    String path = request.getHttpURI().getCanonicalPath().substring(prefix.length());
    List<String> segments =
        Arrays.stream(path.split("/"))
            .filter(each -> !each.isEmpty())
            .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    return HttpRequests.body(request, ClusterRequest.LARGEST_BODY)
        .map(body ->
            new ClusterRequest(
                request.getMethod(),
                segments,
                query,
                HttpRequests.header(request, "Authorization"),
                HttpRequests.header(request, "Content-Type"),
                HttpRequests.header(request, "Accept"),
                HttpRequests.header(request, "User-Agent"),
                new String(body, charset(request))));
  }

  private static Charset charset(Request request) {
    return HttpRequests.header(request, "Content-Type").startsWith(ClusterRequest.PROTOBUF)
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }

  void send(Request request, Response response, Callback callback, ClusterReply reply) {
    switch (reply) {
      case ClusterReply.Complete complete -> {
        response.setStatus(complete.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, complete.contentType());
        complete.headers().forEach(response.getHeaders()::put);
        Content.Sink.write(response, true, complete.body(), callback);
      }
      case ClusterReply.Lost _ -> {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("connection closed by the fault"));
      }
      case ClusterReply.WatchOpened watch -> {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        long end = System.nanoTime() + watch.limit().toNanos();
        goOn(new OpenWatch(response, callback, watch.changes(), end));
      }
    }
  }

  /** A watch that ends at a time of {@link System#nanoTime}. */
  private record OpenWatch(Response response, Callback callback, ObjectWatch changes, long end) {
    boolean over() {
      return System.nanoTime() - end >= 0;
    }
  }

  private void goOn(OpenWatch watch) {
    String lines = String.join("", watch.changes().changes());
    boolean last = watch.over();
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    if (last) {
      watch.response().write(true, bytes, watch.callback());
      return;
    }
    // An empty first write sends the headers: the caller waits for them.
    watch
        .response()
        .write(false, bytes, Callback.from(() -> later(watch), watch.callback()::failed));
  }

  private void later(OpenWatch watch) {
    try {
      var _ = timer.schedule(() -> goOn(watch), watchInterval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      watch.callback().failed(e);
    }
  }
}
