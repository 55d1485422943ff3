package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Set;

/** What is live of a runbook's services. The last calls of a provider are left to incidents. */
record LiveDeployments(CommandGateway gateway) {
  /** As far as it could be read. */
  List<LiveReading> of(Runbook runbook, Environment environment) {
    return of(
        runbook, environment, Set.copyOf(runbook.services().stream().map(Service::id).toList()));
  }

  /** Of those services. */
  List<LiveReading> of(Runbook runbook, Environment environment, Set<String> services) {
    List<ServiceRef> known =
        runbook.services().stream()
            .filter(s -> services.contains(s.id()) && s.kind().hasVersions())
            .map(s -> runbook.serviceIn(environment, s.id()))
            .toList();
    if (known.isEmpty()) {
      return List.of();
    }
    Outcome outcome = gateway.reconcile(new Job("triggers", new Invocation.ReadLive(known)));
    return outcome instanceof Outcome.Succeeded(Outcome.LiveRead(List<LiveReading> readings), _)
        ? readings.stream().filter(r -> r.live().isPresent()).toList()
        : List.of();
  }
}
