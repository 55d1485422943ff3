package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.Json;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Worker's tail at Cloudflare: what happens from now on. Must be closed: it never ends itself.
 */
final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private static final JsonObject NO_FILTER =
      jakarta.json.Json.createObjectBuilder().add("filters", JsonValue.EMPTY_JSON_ARRAY).build();

  private final Api api;
  private final String service;
  private final String path;
  private final TailSocket socket;

  private Tail(Api api, String service, String path, TailSocket socket) {
    this.api = api;
    this.service = service;
    this.path = path;
    this.socket = socket;
  }

  /** Creates it; {@link #connect} makes it heard. */
  static Tail create(
      Api api, CloudflareOptions options, ServiceRef worker, Journal journal, Fence fence)
      throws Unread {
    String tails = api.account("/workers/scripts/" + Names.segment(worker.resource()) + "/tails");
    JsonObject result = created(api.post(tails, Optional.of(NO_FILTER), fence));
    String id =
        Json.text(result, "id")
            .filter(Names::allowed)
            .orElseThrow(() -> Api.unreadable("the tail has no id"));
    String path = tails + "/" + id;
    Optional<URI> url = Json.text(result, "url").flatMap(u -> streamable(u, options));
    if (url.isEmpty()) {
      delete(api, path);
      throw Api.unreadable("the tail has no address to listen to");
    }
    return new Tail(
        api,
        worker.id(),
        path,
        new TailSocket(url.get(), worker.id(), journal, options.connectTimeout()));
  }

  private static JsonObject created(Answer answer) throws Unread {
    return switch (answer) {
      case Answer.Told told ->
          Json.object(told.envelope(), "result")
              .orElseThrow(() -> Api.unreadable("there is no tail in it"));
      case Answer.FailedCall failed -> throw new Unread(failed);
    };
  }

  /** An address in the clear is taken only from an API that is in the clear itself. */
  private static Optional<URI> streamable(String url, CloudflareOptions options) {
    try {
      URI uri = URI.create(url);
      boolean clear = "ws".equals(uri.getScheme()) && options.baseUrl().getScheme().equals("http");
      return uri.getHost() != null && (clear || "wss".equals(uri.getScheme()))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void connect() throws Unread {
    if (!socket.open()) {
      throw new Unread(
          Outcome.Kind.UNREACHABLE,
          "no-stream",
          "The stream of logs of " + service + " could not be opened.");
    }
  }

  String service() {
    return service;
  }

  /** Whether the other side has ended it. */
  boolean ended() {
    return !socket.isOpen();
  }

  /** Without a fence: whoever created a tail takes it away, however late. */
  @Override
  public void close() {
    socket.close();
    delete(api, path);
  }

  private static void delete(Api api, String path) {
    Answer answer = api.delete(path);
    if (!(answer instanceof Answer.Told)) {
      LOG.warn("a tail was left at Cloudflare, where it expires by itself: {}", answer.sentence());
    }
  }
}
