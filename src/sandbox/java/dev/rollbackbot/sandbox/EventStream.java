package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events for one user; blocks its thread until the browser disconnects.
 *
 * @param backend its state, which goes out with its events
 */
record EventStream(PageEventLog events, Supplier<JsonObject> backend) {
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
        append(text, unseen.events());
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

  private void append(StringBuilder text, List<PageEventLog.NumberedEvent> unseen) {
    Optional<JsonObject> state =
        unseen.stream().map(PageEventLog.NumberedEvent::event).anyMatch(PageEvent::ofBackend)
            ? Optional.of(backend.get())
            : Optional.empty();
    for (PageEventLog.NumberedEvent each : unseen) {
      PageEvent event = each.event();
      text.append("id: ").append(each.id()).append('\n');
      text.append("event: ").append(event.name()).append('\n');
      text.append("data: ")
          .append(state.filter(_ -> event.ofBackend()).orElse(event.data()))
          .append("\n\n");
    }
  }

  private static void write(Response response, String text) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
