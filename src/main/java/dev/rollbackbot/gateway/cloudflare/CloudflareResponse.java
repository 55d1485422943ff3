package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** What came of one call to Cloudflare. */
sealed interface CloudflareResponse {
  /** What came of it, for people. */
  String description();

  /**
   * Cloudflare did as asked.
   *
   * @param envelope of the answer; {@code success} is true in it
   */
  record Success(JsonObject envelope) implements CloudflareResponse {
    @Override
    public String description() {
      return "Cloudflare accepted it.";
    }
  }

  /** Anything else: the one place that says which failure of a job it is. */
  sealed interface FailedCall extends CloudflareResponse {
    Outcome.FailureKind kind();

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
  record ErrorResponse(int status, String code, String message) implements FailedCall {
    @Override
    public Outcome.FailureKind kind() {
      return Outcome.FailureKind.REFUSED;
    }

    @Override
    public String description() {
      return "Cloudflare refused: %s [%s].".formatted(message, code);
    }

    /** Whether the fault is Cloudflare's: another try may succeed. */
    boolean serverError() {
      return status >= 500;
    }
  }

  /** Cloudflare wants to be asked later: it did nothing. */
  record RateLimited(Duration retryAfter) implements FailedCall {
    @Override
    public Outcome.FailureKind kind() {
      return Outcome.FailureKind.REFUSED;
    }

    @Override
    public String code() {
      return "rate-limited";
    }

    @Override
    public String description() {
      return "Cloudflare asks to wait %d s before the next call (rate limit)."
          .formatted(retryAfter.toSeconds());
    }
  }

  /**
   * No answer, or none that can be read.
   *
   * @param sent false: it is certain that Cloudflare was never asked
   * @param code ours
   */
  record NoResponse(boolean sent, String code, String description) implements FailedCall {
    @Override
    public Outcome.FailureKind kind() {
      return Outcome.FailureKind.UNREACHABLE;
    }
  }
}
