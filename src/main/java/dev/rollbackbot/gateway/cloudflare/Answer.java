package dev.rollbackbot.gateway.cloudflare;

import jakarta.json.JsonObject;
import java.time.Duration;

/** What came of one call to Cloudflare. */
sealed interface Answer {
  /** What came of it, for people. */
  String sentence();

  /**
   * Cloudflare did as asked.
   *
   * @param envelope of the answer; {@code success} is true in it
   */
  record Told(JsonObject envelope) implements Answer {
    @Override
    public String sentence() {
      return "Cloudflare accepted it.";
    }
  }

  /**
   * Cloudflare said no.
   *
   * @param status of HTTP
   * @param code Cloudflare's; {@code http-…} when it gave none
   * @param message one short line without secrets
   */
  record Refused(int status, String code, String message) implements Answer {
    @Override
    public String sentence() {
      return "Cloudflare refused: %s [%s].".formatted(message, code);
    }

    /** Whether the fault is Cloudflare's: another try may go well. */
    boolean serverError() {
      return status >= 500;
    }
  }

  /** Cloudflare wants to be asked later: it did nothing. */
  record Limited(Duration pause) implements Answer {
    static final String CODE = "rate-limited";

    @Override
    public String sentence() {
      return "Cloudflare asks to wait %d s before the next call (rate limit)."
          .formatted(pause.toSeconds());
    }
  }

  /**
   * No answer, or none that can be read.
   *
   * @param sent false: it is certain that Cloudflare was never asked
   * @param code ours
   */
  record Silence(boolean sent, String code, String sentence) implements Answer {}
}
