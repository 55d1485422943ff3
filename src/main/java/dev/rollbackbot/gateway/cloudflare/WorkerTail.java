package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.incident.rollback.Outcome;
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
final class WorkerTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerTail.class);

  private static final JsonObject NO_FILTER =
      jakarta.json.Json.createObjectBuilder().add("filters", JsonValue.EMPTY_JSON_ARRAY).build();

  private final CloudflareClient cloudflareClient;
  private final String service;
  private final String path;
  private final TailSocket socket;

  private WorkerTail(
      CloudflareClient cloudflareClient, String service, String path, TailSocket socket) {
    this.cloudflareClient = cloudflareClient;
    this.service = service;
    this.path = path;
    this.socket = socket;
  }

  /** Creates it; {@link #connect} makes it heard. */
  static WorkerTail create(
      CloudflareClient cloudflareClient,
      CloudflareOptions options,
      ServiceRef worker,
      CapturedLog capturedLog,
      LeaseCheck leaseCheck)
      throws CloudflareReadException {
    String tails =
        cloudflareClient.account(
            "/workers/scripts/" + PathSegments.segment(worker.resource()) + "/tails");
    JsonObject result = created(cloudflareClient.post(tails, Optional.of(NO_FILTER), leaseCheck));
    String id =
        BoundedJson.text(result, "id")
            .filter(PathSegments::allowed)
            .orElseThrow(() -> CloudflareClient.unreadable("the tail has no id"));
    String path = tails + "/" + id;
    Optional<URI> url = BoundedJson.text(result, "url").flatMap(u -> streamUri(u, options));
    if (url.isEmpty()) {
      delete(cloudflareClient, path);
      throw CloudflareClient.unreadable("the tail has no address to listen to");
    }
    return new WorkerTail(
        cloudflareClient,
        worker.id(),
        path,
        new TailSocket(url.get(), worker.id(), capturedLog, options.connectTimeout()));
  }

  private static JsonObject created(CloudflareResponse response) throws CloudflareReadException {
    return switch (response) {
      case CloudflareResponse.Success success ->
          BoundedJson.object(success.envelope(), "result")
              .orElseThrow(() -> CloudflareClient.unreadable("there is no tail in it"));
      case CloudflareResponse.FailedCall failed -> throw new CloudflareReadException(failed);
    };
  }

  /** An address in the clear is taken only from an API that is in the clear itself. */
  private static Optional<URI> streamUri(String url, CloudflareOptions options) {
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

  void connect() throws CloudflareReadException {
    if (!socket.open()) {
      throw new CloudflareReadException(
          Outcome.FailureKind.UNREACHABLE,
          "no-stream",
          "The stream of logs of " + service + " could not be opened.");
    }
  }

  String service() {
    return service;
  }

  /** Whether the other side has ended it. */
  boolean hasEnded() {
    return !socket.isOpen();
  }

  /** Without a fence: whoever created a tail takes it away, however late. */
  @Override
  public void close() {
    socket.close();
    delete(cloudflareClient, path);
  }

  private static void delete(CloudflareClient cloudflareClient, String path) {
    CloudflareResponse response = cloudflareClient.delete(path);
    if (!(response instanceof CloudflareResponse.Success)) {
      LOG.warn(
          "a tail was left at Cloudflare, where it expires by itself: {}", response.description());
    }
  }
}
