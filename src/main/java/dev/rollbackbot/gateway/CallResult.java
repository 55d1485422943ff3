package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result of one call to a provider. */
public sealed interface CallResult {
  /** One sentence for people. */
  String description();

  /**
   * The provider carried it out.
   *
   * @param body of the response
   */
  record Success(String provider, JsonObject body) implements CallResult {
    @Override
    public String description() {
      return provider + " accepted it.";
    }
  }

  /** Every other result. */
  sealed interface FailedCall extends CallResult {
    /** If it was a read: the kind of failure of the job that it causes. */
    default FailureKind kind() {
      return FailureKind.REFUSED;
    }

    /** The provider's error code, or ours in lower case with dashes. */
    String code();
  }

  /** The provider certainly didn't carry it out, so that a change may end as a failure. */
  sealed interface NotCarriedOut extends FailedCall {
    default Failed failed(String text, Optional<Deployment> live) {
      return new Failed(kind(), code(), text, live);
    }
  }

  /**
   * The provider refused. Never a server error, which is an {@link UnknownResult}.
   *
   * @param status of HTTP, for which {@link #isRefusal} is true
   * @param code the provider's; {@code http-…} if there is none
   * @param message one short line without secrets
   * @param changedSecrets names of the secrets because of whose changes it refused; an empty list:
   *     it does not say which; empty: for another reason
   * @param advice sentences about what to do, after a space; may be empty
   */
  record ErrorResponse(
      String provider,
      int status,
      String code,
      String message,
      Optional<List<String>> changedSecrets,
      String advice)
      implements NotCarriedOut {
    private static final int REQUEST_TIMEOUT = 408;

    public ErrorResponse {
      changedSecrets = changedSecrets.map(List::copyOf);
      if (!isRefusal(status)) {
        throw new IllegalArgumentException("HTTP " + status + " is no refusal");
      }
    }

    /** Whether a server answers so only if it didn't carry out the request. */
    public static boolean isRefusal(int status) {
      return status / 100 == 4 && status != REQUEST_TIMEOUT;
    }

    @Override
    public Failed failed(String text, Optional<Deployment> live) {
      return new Failed(kind(), code, text, live, changedSecrets.filter(s -> !s.isEmpty()));
    }

    @Override
    public String description() {
      return "%s refused: %s [%s].%s".formatted(provider, message, code, advice);
    }
  }

  /** The provider did nothing and asks to wait. */
  record RateLimited(String provider, Duration retryAfter) implements NotCarriedOut {
    @Override
    public String code() {
      return "rate-limited";
    }

    @Override
    public String description() {
      return "%s asks to wait %d s before the next call (rate limit)."
          .formatted(provider, retryAfter.toSeconds());
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
