package dev.rollbackbot.gateway;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request may not go out any more. */
final class NotPermittedException extends IOException {
  private static final Logger LOG = LoggerFactory.getLogger(NotPermittedException.class);

  private NotPermittedException() {
    super("not sent: it may belong to another process by now");
  }

  /** Lets pass what is permitted; a permit that can't be had is none. */
  static void throwUnless(BooleanSupplier permit) throws NotPermittedException {
    boolean permitted;
    try {
      permitted = permit.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warn("Whether a request may be sent could not be found out, so it is not", e);
      permitted = false;
    }
    if (!permitted) {
      throw new NotPermittedException();
    }
  }
}
