package dev.rollbackbot.gateway.database;

import dev.rollbackbot.gateway.DatabaseApi;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to a database of which no answer tells what became of it, as the id of its run keeps
 * it.
 *
 * @param at from when on the database is read
 * @param refused how the provider refused it; empty: no answer came
 */
record SentRequest(Instant at, Optional<RefusedRequest> refused) {
  private static final String PERHAPS = "asked ";

  /** The id of one that may have been sent before that time. */
  static String perhapsBefore(Instant at) {
    return PERHAPS + at;
  }

  static SentRequest of(String runId) {
    Optional<RefusedRequest> refused = RefusedRequest.of(runId);
    return new SentRequest(
        refused
            .map(RefusedRequest::at)
            .orElseGet(() -> Instant.parse(runId.substring(PERHAPS.length()))),
        refused);
  }

  /** Whether it, or a copy of it, may be carried out at that time. */
  boolean mayRun(DatabaseApi database, Instant now) {
    return now.isBefore(at.plus(database.mayRunFor()));
  }
}
