package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.simulation.truth.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the simulation knows: the provider, and what people pressed. */
record SimulatedWorld(SimulatedProvider provider, Map<IncidentId, SimulatedUsers> users)
    implements World {
  SimulatedWorld {
    users = Map.copyOf(users);
  }

  @Override
  public List<Deployment> deployments(String service) {
    return provider.deployments(service);
  }

  @Override
  public boolean measured(Verdict verdict, Instant at) {
    return provider.measured(verdict, at);
  }

  @Override
  public boolean pressed(IncidentId incident, Instant by, Predicate<Command> command) {
    return users.get(incident).pressed.stream()
        .filter(c -> !c.at().isAfter(by))
        .anyMatch(command);
  }
}
