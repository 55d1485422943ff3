package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
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

  /** Every other result. */
  sealed interface FailedCall extends CloudflareResponse {
    /** If it was a read: the kind of failure of the job that it causes. */
    default FailureKind kind() {
      return FailureKind.REFUSED;
    }

    /** Cloudflare's error code, or ours in lower case with dashes. */
    String code();
  }

  /** Cloudflare certainly didn't carry it out, so that a change may end as a failure. */
  sealed interface NotCarriedOut extends FailedCall {
    default Failed failed(String text, Optional<Deployment> live) {
      return new Failed(kind(), code(), text, live);
    }
  }

  /**
   * Cloudflare refused. Never a server error, which is an {@link UnknownResult}.
   *
   * @param status of HTTP, for which {@link #isRefusal} is true
   * @param code Cloudflare's; {@code http-…} if there is none
   * @param message one short line without secrets
   * @param changedSecrets names of the secrets because of whose changes it refused; empty: for
   *     another reason, or it does not say which
   * @param advice sentences about the token, after a space; may be empty
   */
  record ErrorResponse(
      int status, String code, String message, List<String> changedSecrets, String advice)
      implements NotCarriedOut {
    /** Cloudflare's code for secrets that changed after the version was made. */
    static final String SECRETS_CHANGED = "10220";

    private static final int REQUEST_TIMEOUT = 408;

    public ErrorResponse {
      changedSecrets = List.copyOf(changedSecrets);
      if (!isRefusal(status)) {
        throw new IllegalArgumentException("HTTP " + status + " is no refusal");
      }
    }

    /** Whether a server answers so only if it didn't carry out the request. */
    static boolean isRefusal(int status) {
      return status / 100 == 4 && status != REQUEST_TIMEOUT;
    }

    @Override
    public Failed failed(String text, Optional<Deployment> live) {
      return new Failed(
          kind(),
          code,
          text,
          live,
          changedSecrets.isEmpty() ? Optional.empty() : Optional.of(changedSecrets));
    }

    @Override
    public String description() {
      return "Cloudflare refused: %s [%s].%s".formatted(message, code, advice);
    }
  }

  /** Cloudflare did nothing and asks to wait. */
  record RateLimited(Duration retryAfter) implements NotCarriedOut {
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

  /** The request was certainly not sent. */
  record NotSent(String code, String description) implements NotCarriedOut {
    @Override
    public FailureKind kind() {
      return FailureKind.UNREACHABLE;
    }
  }

  /**
   * The request was sent, and the response is a server error, unreadable, cut or lost: if it asked
   * for a change, only reading tells whether it took effect.
   */
  record UnknownResult(String code, String description) implements FailedCall {
    @Override
    public FailureKind kind() {
      return FailureKind.UNREACHABLE;
    }
  }
}
