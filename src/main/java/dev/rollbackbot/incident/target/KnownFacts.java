package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an assessment of the versions of one service stands on, apart from its deployments.
 *
 * @param began when the fault began, as a person said; empty: not known
 * @param detected when it was seen, by when it had begun
 * @param settled a version that was live that long before the fault began is good
 * @param suspects why versions are none to return to after what this incident did to the service,
 *     by id
 * @param leftBehind ids of the versions that an earlier plan of this incident found live and did
 *     not keep
 * @param firstLive what was live when the incident's first plan was made; empty: it was not read
 */
public record KnownFacts(
    Optional<Instant> began,
    Instant detected,
    Duration settled,
    RollbackHistory history,
    Map<String, String> suspects,
    Set<String> leftBehind,
    Optional<Deployment> firstLive) {
  public KnownFacts {
    suspects = SortedCopy.of(suspects);
    leftBehind = SortedCopy.of(leftBehind);
  }

  /** What the incident knows of that service, of which those deployments were just read. */
  public static KnownFacts of(
      IncidentDetails details, ServiceDeployments service, RollbackHistory history) {
    String id = service.service().service().id();
    return new KnownFacts(
        details.declaration().beganAt(),
        details.declaration().detectedAt(),
        details.runbook().verification().settled(),
        history,
        SuspectVersions.of(details, service),
        details.live().leftBehind(id),
        details.live().before(id));
  }

  /** Whether the incident's first plan found it live, and a plan went away from it. */
  boolean leftFromTheStart(Version version) {
    return leftBehind.contains(version.id())
        && firstLive.filter(first -> first.servesOnly(version)).isPresent();
  }

  /** The latest time at which the fault began. */
  Instant beganBy() {
    return began.orElse(detected);
  }

  /** For people: the event at that time. */
  String beganText() {
    return began.isPresent() ? "the fault began" : "the fault was seen";
  }
}
