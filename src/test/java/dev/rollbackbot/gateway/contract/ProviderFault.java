package dev.rollbackbot.gateway.contract;

/** What can become of a call on its way to a provider and back. */
public enum ProviderFault {
  UNAUTHORIZED(401, false),
  FORBIDDEN(403, false),
  NOT_FOUND(404, false),
  CONFLICT(409, false),
  /** For an hour. */
  RATE_LIMITED(429, false),
  /** For a second. */
  RATE_LIMITED_ONCE(429, false),
  SERVER_ERROR(500, false),
  UNAVAILABLE(503, false),
  REDIRECT(307, false),
  /** A page. */
  GARBAGE(200, false),
  /** More than anybody reads. */
  HUGE(200, false),
  LOST_REQUEST(0, false),
  LOST_ANSWER(0, true),
  ERROR_AFTER(502, true),
  GARBAGE_AFTER(200, true),
  HUGE_AFTER(200, true),
  /** No answer comes, and the connection stays open. */
  HELD(0, false),
  /** The answer begins and never ends. */
  HELD_AFTER(200, true),
  /** Something on the way sends the call twice, and passes the second answer on. */
  SENT_TWICE(0, true),
  /** The same, and the second one meets a limit for a second, as it came so soon. */
  COPY_RATE_LIMITED(429, true),
  /** The same, and the second one is refused, as it runs already. */
  COPY_REFUSED(422, true);

  /** Of HTTP; 0: not an answer of its own. */
  final int status;

  /** Whether the provider carries the call out. */
  final boolean done;

  ProviderFault(int status, boolean done) {
    this.status = status;
    this.done = done;
  }

  /** Whether only the bot's own patience ends the call. */
  boolean holds() {
    return this == HELD || this == HELD_AFTER;
  }

  /** Whether it is a fault of changes only: a reading that is sent twice harms nobody. */
  boolean ofCopies() {
    return this == COPY_RATE_LIMITED || this == COPY_REFUSED;
  }

  /** Whether the provider says itself that it did nothing. */
  boolean refuses() {
    return this == UNAUTHORIZED || this == FORBIDDEN || this == NOT_FOUND || this == RATE_LIMITED;
  }
}
