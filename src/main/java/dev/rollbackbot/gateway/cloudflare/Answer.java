package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Outcome;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

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

  /** Anything else: the one place that says which failure of a job it is. */
  sealed interface FailedCall extends Answer {
    Outcome.Kind kind();

    /** Cloudflare's error code, or ours in lower case with dashes. */
    String code();

    /** The job failed because of this call. */
    default Outcome.Failed failed(String text, Optional<Deployment> live) {
      return new Outcome.Failed(kind(), code(), text, live);
    }
  }

  /**
   * Cloudflare said no.
   *
   * @param status of HTTP
   * @param code Cloudflare's; {@code http-…} when it gave none
   * @param message one short line without secrets
   */
  record Refused(int status, String code, String message) implements FailedCall {
    @Override
    public Outcome.Kind kind() {
      return Outcome.Kind.REFUSED;
    }

    @Override
    public String sentence() {
      return "Cloudflare refused: %s [%s].".formatted(message, code);
    }

    /** Whether the fault is Cloudflare's: another try may succeed. */
    boolean serverError() {
      return status >= 500;
    }
  }

  /** Cloudflare wants to be asked later: it did nothing. */
  record Limited(Duration pause) implements FailedCall {
    @Override
    public Outcome.Kind kind() {
      return Outcome.Kind.REFUSED;
    }

    @Override
    public String code() {
      return "rate-limited";
    }

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
  record Silence(boolean sent, String code, String sentence) implements FailedCall {
    @Override
    public Outcome.Kind kind() {
      return Outcome.Kind.UNREACHABLE;
    }
  }
}
