package dev.rollbackbot.sandbox.httpjobs;

import jakarta.json.JsonValue;
import java.util.Map;

/** What a service answers. */
sealed interface RunnerReply {
  record RunnerAnswer(int status, String type, Map<String, String> headers, String body)
      implements RunnerReply {}

  /** The connection breaks. */
  record BrokenOff() implements RunnerReply {}

  static RunnerReply json(int status, JsonValue body) {
    return new RunnerAnswer(status, "application/json", Map.of(), body.toString());
  }

  static RunnerReply text(int status, String body) {
    return new RunnerAnswer(status, "text/plain; charset=utf-8", Map.of(), body);
  }

  static RunnerReply page(int status) {
    return new RunnerAnswer(
        status, "text/html", Map.of(), "<!DOCTYPE html><title>" + status + "</title>");
  }

  static RunnerReply at(int status, String location) {
    return new RunnerAnswer(status, "text/plain", Map.of("Location", location), "");
  }
}
