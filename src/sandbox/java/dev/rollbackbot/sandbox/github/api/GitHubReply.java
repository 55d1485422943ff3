package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonStructure;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is answered. */
public sealed interface GitHubReply {
  /** A whole answer. */
  record Written(int status, Map<String, String> headers, String contentType, byte[] body)
      implements GitHubReply {}

  /** The connection is closed without one. */
  record Cut() implements GitHubReply {}

  static Written json(int status, JsonStructure body) {
    return json(status, Map.of(), body);
  }

  static Written json(int status, Map<String, String> headers, JsonStructure body) {
    return text(status, headers, "application/json; charset=utf-8", body.toString());
  }

  static Written text(int status, Map<String, String> headers, String type, String body) {
    return new Written(status, headers, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static Written empty(int status, Map<String, String> headers) {
    return text(status, headers, "application/json; charset=utf-8", "");
  }

  static Written error(int status, String message) {
    return error(status, Map.of(), message);
  }

  /** As GitHub words errors. */
  static Written error(int status, Map<String, String> headers, String message) {
    return json(
        status,
        headers,
        JsonHelper.object()
            .add("message", message)
            .add("documentation_url", "https://docs.github.com/rest")
            .add("status", Integer.toString(status))
            .build());
  }

  static Written notFound() {
    return error(404, "Not Found");
  }
}
