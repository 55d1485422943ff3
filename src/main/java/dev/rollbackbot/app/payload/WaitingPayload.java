package dev.rollbackbot.app.payload;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A payload that was acknowledged and is not decided yet.
 *
 * @param key the same for each delivery of the payload
 * @param person who sent it, as its signature proves
 * @param json what is needed to decide and to answer it; holds a response URL, which is no text for
 *     a log
 * @param incident number of the incident that it was about when it arrived; empty: none
 * @param seen how many events that incident had then
 * @param inDoubt whether something of it may have been stored already
 */
public record WaitingPayload(
    String key,
    String person,
    PayloadKind kind,
    String json,
    Instant receivedAt,
    OptionalInt incident,
    OptionalLong seen,
    boolean inDoubt) {

  public enum PayloadKind {
    SLASH_COMMAND,
    CLICK,
    SUBMISSION
  }

  /** Shows neither what was typed nor the response URL. */
  @Override
  public String toString() {
    return "WaitingPayload[" + key + ", " + kind + ", " + receivedAt + "]";
  }
}
