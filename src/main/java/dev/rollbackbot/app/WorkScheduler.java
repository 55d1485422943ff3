package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;

/** Schedules durable work as part of a transaction; scheduling the same work again is harmless. */
public interface WorkScheduler {
  /** Delivers the outbox of the incident. */
  void deliver(IncidentStore.UnitOfWork unitOfWork, IncidentId incident);

  void run(IncidentStore.UnitOfWork unitOfWork, IncidentId incident, Effect.RunJob job);

  /** Fires a timer at that time; replaces the same timer's earlier time. */
  void wake(IncidentStore.UnitOfWork unitOfWork, IncidentId incident, Effect.WakeAt wake);

  /** Runs rounds of probes while the state needs them. */
  void probe(IncidentStore.UnitOfWork unitOfWork, IncidentId incident);
}
