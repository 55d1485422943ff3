package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of one service that this incident's rollbacks speak against. Another service may
 * have versions with the same ids, such as the commits of their repository.
 */
final class SuspectVersions {
  private final IncidentDetails details;
  private final ServiceDeployments service;

  private SuspectVersions(IncidentDetails details, ServiceDeployments service) {
    this.details = details;
    this.service = service;
  }

  /** Why, by the version's id. */
  static Map<String, String> of(IncidentDetails details, ServiceDeployments service) {
    return new SuspectVersions(details, service).all();
  }

  private Map<String, String> all() {
    Map<String, String> suspects = new HashMap<>();
    for (Rollback rollback : details.earlierRollbacks()) {
      for (StepRun step : rollback.steps()) {
        change(step)
            .ifPresent(change -> {
              change.live().shares().stream()
                  .map(s -> s.version().id())
                  .forEach(id -> suspects.put(id, "was live in this incident"));
              // A target that was chosen in spite of a concern keeps it.
              if (change.override().isEmpty()) {
                suspects.remove(change.target().id());
              }
            });
      }
    }
    details.earlierRollbacks().stream()
        .filter(r -> r.current().isEmpty())
        .flatMap(r -> r.steps().stream())
        .filter(s -> !(s.status() instanceof StepRun.SkippedByPerson))
        .flatMap(s -> change(s).stream())
        .map(Change::target)
        .filter(this::stayedLive)
        .forEach(v -> suspects.put(v.id(), "this incident was rolled back to it before"));
    return suspects;
  }

  private Optional<Change> change(StepRun step) {
    return step.step()
        .change()
        .filter(c -> c.service().service().id().equals(service.service().service().id()));
  }

  /**
   * Whether it was live when a plan was made after the rollback to it. If somebody deployed over it
   * before, nobody knows whether it would have helped.
   */
  private boolean stayedLive(Version target) {
    Deployment live = service.live();
    return live.servesOnly(target)
        || details.live().leftBehind(service.service().service().id()).contains(target.id());
  }
}
