package dev.rollbackbot.gateway.contract;

import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;

/** A provider with a service that can be rolled back, and what is really live of it. */
public interface ServiceBed extends AutoCloseable {
  /** As a process of the bot has it, which knows nothing of earlier ones. */
  ProviderGateway process();

  /** From what is live to another version. */
  RollBack job();

  /** Whether the provider serves that job's target, as the provider itself knows. */
  boolean targetIsLive();

  /** Between the bot and the provider. */
  FaultyProxy proxy();

  @Override
  void close();
}
