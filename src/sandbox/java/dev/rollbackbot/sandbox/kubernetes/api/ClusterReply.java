package dev.rollbackbot.sandbox.kubernetes.api;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;

public sealed interface ClusterReply {
  record Complete(int status, String contentType, Map<String, String> headers, String body)
      implements ClusterReply {
    public Complete {
      headers = Map.copyOf(headers);
    }
  }

  /** The connection is closed without a byte: the outcome is unknown to the caller. */
  record Lost() implements ClusterReply {}

  /** The answer goes on until the time has passed: a line for each change. */
  record WatchOpened(ObjectWatch changes, Duration limit) implements ClusterReply {}

  static ClusterReply json(int status, JsonValue body) {
    return new Complete(status, "application/json", Map.of(), body.toString());
  }

  static ClusterReply text(int status, String body) {
    return new Complete(status, "text/plain; charset=utf-8", Map.of(), body);
  }

  /** The same answer with {@code Retry-After}. */
  static ClusterReply retryAfter(ClusterReply reply, int seconds) {
    return switch (reply) {
      case Complete c ->
          new Complete(
              c.status, c.contentType, Map.of("Retry-After", String.valueOf(seconds)), c.body);
      case Lost lost -> lost;
      case WatchOpened watch -> watch;
    };
  }
}
