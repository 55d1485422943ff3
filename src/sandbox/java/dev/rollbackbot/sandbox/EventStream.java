package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server-sent events for one user; blocks its thread until the browser disconnects. */
record EventStream(PageEventLog events) {
  /** Shorter than every idle timeout. */
  private static final long HEARTBEAT_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  void serve(Request request, Response response, String user, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    long seen = from(request);
    try {
      write(response, ": follows " + user + "\n\n");
      while (!events.closed()) {
        PageEventLog.UnseenEvents unseen = events.after(seen, user, HEARTBEAT_SECONDS);
        StringBuilder text = new StringBuilder();
        unseen.events().forEach(each -> append(text, each));
        seen = unseen.upTo();
        write(response, text.isEmpty() ? ": still here\n\n" : text.toString());
      }
      response.write(true, null, callback);
    } catch (IOException e) {
      LOG.debug("page disconnected: error={}", e.toString());
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    }
  }

  /** The id of the last event that the browser has. */
  private long from(Request request) {
    String header = HttpRequests.header(request, "Last-Event-ID");
    try {
      return header.isBlank() ? events.last() : Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void append(StringBuilder text, PageEventLog.NumberedEvent each) {
    text.append("id: ").append(each.id()).append('\n');
    text.append("event: ").append(each.event().name()).append('\n');
    text.append("data: ").append(each.event().data()).append("\n\n");
  }

  private static void write(Response response, String text) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
