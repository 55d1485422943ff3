package dev.rollbackbot.gateway.metric.logs;

import dev.rollbackbot.gateway.ProviderReadException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where live logs come from. */
public interface LogStreams {
  /** For people. */
  String name();

  /**
   * Begins to listen. What happened before is never told.
   *
   * @param environment whose credential is used
   * @param service its name at the provider
   */
  LogStream open(String environment, String service, LogListener listener)
      throws ProviderReadException;

  /** Ends when it is closed, or by itself. */
  interface LogStream extends AutoCloseable {
    boolean isOpen();

    @Override
    void close();
  }

  /** Called by another thread. */
  interface LogListener {
    void happened(LoggedEvent event);

    /** Whether from now on only a part of the events is told. */
    void sampled(boolean sampled);
  }

  /**
   * One run of the service.
   *
   * @param at when it began; empty: it does not say so
   * @param failed whether it ended by an exception or by a limit
   * @param lines masked
   */
  record LoggedEvent(Optional<Instant> at, boolean failed, List<LoggedLine> lines) {
    public LoggedEvent {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line, or an exception that nobody caught.
   *
   * @param level such as {@code error}; may be empty
   */
  record LoggedLine(String level, String text) {}
}
