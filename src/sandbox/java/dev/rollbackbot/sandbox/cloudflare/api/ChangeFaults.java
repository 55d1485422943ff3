package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import java.util.Optional;

/** The faults that affect the next change of what is live, whichever service it is of. */
record ChangeFaults(Faults faults) {
  private static final int INTERNAL = 10013;

  /** What is answered instead of making the change. */
  Optional<ProviderResponse> insteadOfChange() {
    return faults.useUp(Fault.SERVER_ERROR_ONCE) ? Optional.of(serverError()) : Optional.empty();
  }

  /** What is answered after the change was made. */
  ProviderResponse afterChange(ProviderResponse regular) {
    if (faults.useUp(Fault.LOSE_ANSWER_ONCE)) {
      return new ProviderResponse.ConnectionClosed();
    }
    return faults.useUp(Fault.SERVER_ERROR_DONE_ONCE) ? serverError() : regular;
  }

  static ProviderResponse serverError() {
    return Envelope.error(500, INTERNAL, "workers.api.error.unknown");
  }
}
