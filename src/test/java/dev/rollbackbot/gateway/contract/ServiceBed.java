package dev.rollbackbot.gateway.contract;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import java.time.Duration;

/** A provider with a service that can be rolled back, and what is really live of it. */
public interface ServiceBed extends AutoCloseable {
  /**
   * As a process of the bot has it, which knows nothing of earlier ones.
   *
   * @param response the longest wait for a whole answer
   */
  ProviderGateway process(Duration response);

  default ProviderGateway process() {
    return process(Waiting.LIMIT);
  }

  /** From what is live to another version. */
  RollBack job();

  /** Whether the provider serves that job's target, as the provider itself knows. */
  boolean targetIsLive();

  /** Between the bot and the provider. */
  FaultyProxy proxy();

  @Override
  void close();
}
