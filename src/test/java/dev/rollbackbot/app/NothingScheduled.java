package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;

/** Effects are stored and never performed. */
public final class NothingScheduled implements WorkScheduler {
  @Override
  public void deliver(UnitOfWork unit, IncidentId incident) {}

  @Override
  public void run(UnitOfWork unit, IncidentId incident, Effect.RunJob job) {}

  @Override
  public void wake(UnitOfWork unit, IncidentId incident, Effect.WakeAt wakeAt) {}

  @Override
  public void probe(UnitOfWork unit, IncidentId incident) {}
}
