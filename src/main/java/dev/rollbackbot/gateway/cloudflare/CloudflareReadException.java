package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.FailedCall;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import java.util.Optional;

/** A failed read, which changed nothing; becomes the outcome of the job. */
final class CloudflareReadException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failed failed;

  CloudflareReadException(Outcome.FailureKind kind, String code, String sentence) {
    super(sentence);
    failed = new Failed(kind, code, sentence, Optional.empty());
  }

  CloudflareReadException(FailedCall call) {
    this(call.kind(), call.code(), call.description());
  }

  String text() {
    return failed.text();
  }

  /** {@code text} replaces the description of the failed read. */
  Failed failed(String text) {
    return new Failed(failed.kind(), failed.code(), text, failed.live());
  }
}
