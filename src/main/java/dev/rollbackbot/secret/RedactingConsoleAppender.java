package dev.rollbackbot.secret;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/**
 * Writes no credential, whichever library logs it and at whatever level. It rewrites the event
 * before the encoder, so that it holds for every format.
 */
public final class RedactingConsoleAppender extends ConsoleAppender<ILoggingEvent> {
  @Override
  protected void append(ILoggingEvent event) {
    super.append(RedactedEvent.of(event));
  }
}
