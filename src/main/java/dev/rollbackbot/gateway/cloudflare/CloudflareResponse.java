package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** The result of one call to Cloudflare. */
sealed interface CloudflareResponse {
  /** One sentence for people. */
  String description();

  /** In {@code envelope}, {@code success} is true. */
  record Success(JsonObject envelope) implements CloudflareResponse {
    @Override
    public String description() {
      return "Cloudflare accepted it.";
    }
  }

  /** Every other result, with the failure of the job that it causes. */
  sealed interface FailedCall extends CloudflareResponse {
    default FailureKind kind() {
      return FailureKind.REFUSED;
    }

    /** Cloudflare's error code, or ours in lower case with dashes. */
    String code();

    default Failed failed(String text, Optional<Deployment> live) {
      return new Failed(kind(), code(), text, live);
    }
  }

  /**
   * Cloudflare refused.
   *
   * @param status of HTTP
   * @param code Cloudflare's; {@code http-…} if there is none
   * @param message one short line without secrets
   */
  record ErrorResponse(int status, String code, String message) implements FailedCall {
    @Override
    public String description() {
      return "Cloudflare refused: %s [%s].".formatted(message, code);
    }

    /** True: a retry may succeed. */
    boolean serverError() {
      return status >= 500;
    }
  }

  /** Cloudflare did nothing and asks to wait. */
  record RateLimited(Duration retryAfter) implements FailedCall {
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

  /** No readable response. {@code sent} is false if the request was certainly not sent. */
  record NoResponse(boolean sent, String code, String description) implements FailedCall {
    @Override
    public FailureKind kind() {
      return FailureKind.UNREACHABLE;
    }
  }
}
