package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;

/** Schedules durable work inside a transaction: a roll back takes it along. */
public interface WorkScheduler {
  /** The outbox of that incident has something to deliver. */
  void deliver(IncidentStore.UnitOfWork unitOfWork, IncidentId incident);

  /** Runs a job. Asking for the same job again changes nothing. */
  void run(IncidentStore.UnitOfWork unitOfWork, IncidentId incident, Effect.RunJob job);

  /** Comes back at that time; the same timer asked for again moves. */
  void wake(IncidentStore.UnitOfWork unitOfWork, IncidentId incident, Effect.WakeAt wake);

  /** Runs rounds of probes while the state wants them. Asking again changes nothing. */
  void probe(IncidentStore.UnitOfWork unitOfWork, IncidentId incident);
}
