package dev.rollbackbot.gateway;

import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import java.util.Optional;

/** A failed read of a provider, which changed nothing; becomes the outcome of the job. */
public final class ProviderReadException extends Exception {
  private static final long serialVersionUID = 1;

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final transient Failed failed;

  /** Empty: no call failed, but what was asked for is not there, or may not be asked for. */
  private final transient Optional<FailedCall> call;

  public ProviderReadException(Outcome.FailureKind kind, String code, String sentence) {
    this(new Failed(kind, code, sentence, Optional.empty()), Optional.empty());
  }

  public ProviderReadException(FailedCall call) {
    this(
        new Failed(call.kind(), call.code(), call.description(), Optional.empty()),
        Optional.of(call));
  }

  private ProviderReadException(Failed failed, Optional<FailedCall> call) {
    super(failed.text());
    this.failed = failed;
    this.call = call;
  }

  /** Whether the provider said that there is no such thing. */
  public boolean notFound() {
    return call.filter(c -> c instanceof ErrorResponse e && e.status() == NOT_FOUND).isPresent();
  }

  /** Whether the provider said that the credential may not read it. */
  public boolean forbidden() {
    return call.filter(c -> c instanceof ErrorResponse e && e.status() == FORBIDDEN).isPresent();
  }

  public boolean rateLimited() {
    return call.filter(RateLimited.class::isInstance).isPresent();
  }

  public String text() {
    return failed.text();
  }

  /** {@code text} replaces the description of the failed read. */
  public Failed failed(String text) {
    return new Failed(failed.kind(), failed.code(), text, failed.live());
  }
}
