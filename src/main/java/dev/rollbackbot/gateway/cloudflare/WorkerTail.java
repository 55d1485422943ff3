package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.rollback.Outcome;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A live stream of one Worker's log at Cloudflare, deleted by {@link #close}. */
final class WorkerTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerTail.class);

  private static final JsonObject NO_FILTER =
      Json.createObjectBuilder().add("filters", JsonValue.EMPTY_JSON_ARRAY).build();

  private final CloudflareClient client;
  private final String service;
  private final String path;
  private final TailSocket socket;

  private WorkerTail(CloudflareClient client, String service, String path, TailSocket socket) {
    this.client = client;
    this.service = service;
    this.path = path;
    this.socket = socket;
  }

  /** Gets the messages of a tail; {@code service}: how the Worker is called. */
  interface TailListener {
    void add(String service, String frame);
  }

  /**
   * A Worker.
   *
   * @param id how it is called in what is captured and said
   * @param script its name at Cloudflare
   */
  record TailedWorker(String id, String script) {}

  /** Creates the tail at Cloudflare; {@link #connect} starts the stream. */
  static WorkerTail create(
      CloudflareClient client,
      CloudflareOptions options,
      TailedWorker worker,
      TailListener log,
      LeaseCheck leaseCheck)
      throws ProviderReadException {
    String tails =
        client.account("/workers/scripts/" + PathSegments.segment(worker.script()) + "/tails");
    JsonObject result = created(client.post(tails, Optional.of(NO_FILTER), leaseCheck));
    String id =
        BoundedJson.text(result, "id")
            .filter(PathSegments::allowed)
            .orElseThrow(() -> CloudflareClient.unreadable("the tail has no id"));
    String path = tails + "/" + id;
    Optional<URI> url = BoundedJson.text(result, "url").flatMap(u -> streamUri(u, options));
    if (url.isEmpty()) {
      delete(client, path);
      throw CloudflareClient.unreadable("the tail has no address to listen to");
    }
    return new WorkerTail(
        client,
        worker.id(),
        path,
        new TailSocket(url.get(), worker.id(), log, options.connectTimeout()));
  }

  private static JsonObject created(CallResult response) throws ProviderReadException {
    return switch (response) {
      case Success success ->
          BoundedJson.object(success.body(), "result")
              .orElseThrow(() -> CloudflareClient.unreadable("there is no tail in it"));
      case FailedCall failed -> throw new ProviderReadException(failed);
    };
  }

  /** Unencrypted ws is allowed only if the API itself is http. */
  private static Optional<URI> streamUri(String url, CloudflareOptions options) {
    try {
      URI uri = URI.create(url);
      boolean unencrypted =
          "ws".equals(uri.getScheme()) && options.baseUrl().getScheme().equals("http");
      return uri.getHost() != null && (unencrypted || "wss".equals(uri.getScheme()))
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void connect() throws ProviderReadException {
    if (!socket.open()) {
      throw new ProviderReadException(
          Outcome.FailureKind.UNREACHABLE,
          "no-stream",
          "The stream of logs of " + service + " could not be opened.");
    }
  }

  String service() {
    return service;
  }

  boolean hasEnded() {
    return !socket.isOpen();
  }

  /** Without a lease check: a tail is always deleted by the process that created it. */
  @Override
  public void close() {
    socket.close();
    delete(client, path);
  }

  private static void delete(CloudflareClient client, String path) {
    CallResult response = client.delete(path);
    if (!(response instanceof Success)) {
      LOG.warn("tail not deleted, it expires by itself cause={}", response.description());
    }
  }
}
