package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.simulation.truth.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the simulation knows: the provider, and what people pressed. */
record SimulatedWorld(
    SimulatedProvider provider,
    Optional<SimulatedAlerts> alerts,
    Map<IncidentId, SimulatedUsers> users,
    Map<IncidentId, List<Event>> events)
    implements World {
  SimulatedWorld {
    users = Map.copyOf(users);
    events = Map.copyOf(events);
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
  public boolean changedSomething(IncidentId incident, Instant by) {
    return provider.changedSomething(incident, by);
  }

  @Override
  public boolean madeLive(IncidentId incident, String service, String version, Instant by) {
    return provider.madeLive(incident, service, version, by);
  }

  @Override
  public boolean waited(IncidentId incident, Instant at) {
    return provider.waited(incident, at);
  }

  @Override
  public List<Event> events(IncidentId incident, Instant until) {
    return events.getOrDefault(incident, List.of()).stream()
        .filter(e -> !e.at().isAfter(until))
        .toList();
  }

  @Override
  public int readings(String text, Instant by) {
    return alerts.stream().anyMatch(a -> a.shown(text, by))
        ? Integer.MAX_VALUE
        : provider.errors.shown(text, by);
  }

  @Override
  public int row(Verdict verdict, Instant until) {
    return provider.errors.row(verdict, until);
  }

  @Override
  public boolean lastIsConclusive(Instant until) {
    return provider.errors.lastIsConclusive(until);
  }

  @Override
  public boolean alerted(boolean firing, Instant by) {
    return alerts.stream()
        .flatMap(a -> (firing ? a.fired : a.ended).stream())
        .anyMatch(at -> !at.isAfter(by));
  }

  @Override
  public boolean startedByItself(Instant by) {
    return events.values().stream()
        .flatMap(List::stream)
        .anyMatch(e -> e instanceof ProposalEvent.AutomaticRollbackStarted && !e.at().isAfter(by));
  }

  @Override
  public boolean pressed(IncidentId incident, Instant by, Predicate<Command> command) {
    return users.get(incident).pressed.stream().filter(c -> !c.at().isAfter(by)).anyMatch(command);
  }
}
