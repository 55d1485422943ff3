package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Outcome;
import java.util.Optional;

/** A read that failed, on its way to the outcome of the job. Nothing was changed by trying. */
final class CloudflareReadException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Outcome.Failed failed;

  CloudflareReadException(Outcome.FailureKind kind, String code, String sentence) {
    super(sentence);
    failed = new Outcome.Failed(kind, code, sentence, Optional.empty());
  }

  CloudflareReadException(CloudflareResponse.FailedCall call) {
    this(call.kind(), call.code(), call.description());
  }

  String text() {
    return failed.text();
  }

  /** The failure of the job, with its own words for people. */
  Outcome.Failed failed(String text) {
    return new Outcome.Failed(failed.kind(), failed.code(), text, failed.live());
  }
}
