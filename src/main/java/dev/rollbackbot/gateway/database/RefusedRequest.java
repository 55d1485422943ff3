package dev.rollbackbot.gateway.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that the provider refused. What was sent twice on the way may be carried out by its
 * other copy, up to the longest that a change takes: the refusal is told only after that, when the
 * database reads as before.
 */
record RefusedRequest(Instant at, String code, String text) {
  private static final String PREFIX = "refused ";
  private static final int PARTS = 3;

  /** The id under which it is followed. */
  String runId() {
    return PREFIX + at + " " + code + " " + text;
  }

  static Optional<RefusedRequest> of(String runId) {
    if (!runId.startsWith(PREFIX)) {
      return Optional.empty();
    }
    List<String> parts = List.of(runId.substring(PREFIX.length()).split(" ", PARTS));
    return Optional.of(new RefusedRequest(Instant.parse(parts.get(0)), parts.get(1), parts.get(2)));
  }
}
