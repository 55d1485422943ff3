package dev.rollbackbot.gateway;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The permit of a request was refused immediately before it was sent. */
final class NotPermittedException extends IOException {
  private static final Logger LOG = LoggerFactory.getLogger(NotPermittedException.class);

  private NotPermittedException() {
    super("not sent: it may belong to another process by now");
  }

  /** An exception of the permit counts as a refusal. */
  static void throwUnless(BooleanSupplier permit) throws NotPermittedException {
    try {
      if (permit.getAsBoolean()) {
        return;
      }
    } catch (RuntimeException e) {
      LOG.warn("request not sent: its permit could not be checked", e);
    }
    throw new NotPermittedException();
  }
}
