package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is live of a service, as far as the provider could be read.
 *
 * @param live empty: it could not be read
 * @param problem why it could not be read, in one sentence; empty text when it could
 * @param running deployments under way; empty: they were not asked for
 */
public record LiveReading(
    ServiceRef service,
    Instant at,
    Optional<Deployment> live,
    String problem,
    Optional<List<RunningDeployment>> running) {
  public LiveReading {
    running = running.map(List::copyOf);
  }
}
