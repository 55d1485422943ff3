package dev.rollbackbot.gateway.contract;

import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import java.time.Duration;

/** A provider that runs jobs, and what it really did. */
public interface JobBed extends AutoCloseable {
  /**
   * As a process of the bot has it, which knows nothing of earlier ones.
   *
   * @param response the longest wait for a whole answer
   */
  Provider provider(Duration response);

  ProviderJob job();

  /** How many runs there are. */
  int started();

  /** Lets what was started end well. */
  void end();

  /** Time passes at the provider. */
  default void pass() {}

  /** Between the bot and the provider. */
  FaultyProxy proxy();

  @Override
  void close();
}
