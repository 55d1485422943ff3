package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a plan from a method and the provider's deployments. */
final class Planner {
  private static final int CANDIDATES = 20;

  private final IncidentDetails details;
  private final Map<String, ServiceDeployments> deployments = new LinkedHashMap<>();
  private final RollbackHistory history;
  private final Set<String> bad;

  private Planner(IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory history) {
    this.details = details;
    surveyed.services().forEach(s -> deployments.put(s.service().id(), s));
    this.history = history;
    this.bad = new HashSet<>(history.badVersions());
    changes(details.earlierRollbacks()).forEach(this::addBadVersions);
    changes(details.earlierRollbacks().stream().filter(r -> r.current().isEmpty()).toList())
        .forEach(c -> bad.add(c.target().id()));
  }

  private static Stream<PlannedStep.Change> changes(List<Rollback> rollbacks) {
    return rollbacks.stream()
        .flatMap(r -> r.plan().steps().stream())
        .flatMap(s -> s.change().stream());
  }

  /** The versions that were live when this incident's plans were made caused the disruption. */
  private void addBadVersions(PlannedStep.Change change) {
    change.live().shares().stream().map(s -> s.version().id()).forEach(bad::add);
    bad.remove(change.target().id());
  }

  /** A {@link Event.PlanMade} or a {@link Event.PlanningFailed}. */
  static Event plan(
      IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory history, Instant at) {
    return new Planner(details, surveyed, history).plan(at);
  }

  private Event plan(Instant at) {
    Method method = details.method();
    List<PlannedStep> steps = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Step step : method.steps()) {
      Optional<PlannedStep.Change> change = Optional.empty();
      if (step instanceof Step.RollBackService rollBack) {
        change = change(rollBack);
        if (change.isEmpty()) {
          problems.add(noTarget(rollBack));
        }
      }
      steps.add(new PlannedStep(step.id(), step.title(), change));
    }
    if (!problems.isEmpty()) {
      return new Event.PlanningFailed(at, String.join(" ", problems));
    }
    List<String> warnings =
        deployments.values().stream().flatMap(s -> s.warnings().stream()).toList();
    return new Event.PlanMade(at, new Plan(method.id(), steps), warnings);
  }

  private String noTarget(Step.RollBackService step) {
    String name = details.runbook().service(step.service()).name();
    return deployments.containsKey(step.service())
        ? name + " has no earlier deployment that had all the traffic and is not known to be bad."
        : name + " could not be read.";
  }

  private Optional<PlannedStep.Change> change(Step.RollBackService step) {
    ServiceDeployments service = deployments.get(step.service());
    if (service == null) {
      return Optional.empty();
    }
    List<Version> candidates = candidates(service);
    Optional<String> before = plannedBefore(step.service());
    Optional<Version> kept =
        candidates.stream().filter(v -> before.equals(Optional.of(v.id()))).findFirst();
    Optional<Version> newest = candidates.stream().findFirst();
    ServiceRef ref = details.runbook().serviceIn(details.environment(), step.service());
    return kept.or(() -> newest.filter(v -> !service.live().servesOnly(v)))
        .map(target ->
            new PlannedStep.Change(
                ref,
                service.live(),
                target,
                kept.isPresent() ? "As in the plan before." : why(service, target),
                candidates,
                step.cannotUndo(),
                Optional.ofNullable(history.lastDurations().get(ref.resource()))));
  }

  /**
   * Versions that once had all the traffic, newest first: none that is known to be bad, none that
   * was made after what is live, and what is live only if it was a target.
   */
  private List<Version> candidates(ServiceDeployments service) {
    Deployment live = service.live();
    Optional<String> before = plannedBefore(service.service().id());
    Stream<Version> liveTarget =
        live.onlyVersion().filter(v -> before.equals(Optional.of(v.id()))).stream();
    Stream<Version> earlier =
        service.earlier().stream()
            .flatMap(deployment -> deployment.onlyVersion().stream())
            .filter(v -> !live.servesOnly(v) && !bad.contains(v.id()) && !newer(v, live));
    Map<String, Version> all = new LinkedHashMap<>();
    Stream.concat(liveTarget, earlier).forEach(v -> all.putIfAbsent(v.id(), v));
    return all.values().stream().limit(CANDIDATES).toList();
  }

  /** After a rollback, earlier deployments hold the version that was rolled back from. */
  private static boolean newer(Version version, Deployment live) {
    Optional<Instant> created = live.onlyVersion().flatMap(Version::created);
    return created.isPresent() && version.created().filter(created.get()::isBefore).isPresent();
  }

  /** Target of the last rollback that was not carried out to its end; complete ones didn't help. */
  private Optional<String> plannedBefore(String service) {
    return changes(
            details.earlierRollbacks().reversed().stream()
                .filter(r -> r.current().isPresent())
                .toList())
        .filter(c -> c.service().id().equals(service))
        .map(c -> c.target().id())
        .findFirst();
  }

  private String why(ServiceDeployments service, Version target) {
    List<String> passedOver = new ArrayList<>();
    for (Deployment deployment : service.earlier()) {
      if (deployment.servesOnly(target)) {
        break;
      }
      if (service.live().servesSameAs(deployment)) {
        continue;
      }
      Optional<Version> version = deployment.onlyVersion();
      if (version.isEmpty()) {
        passedOver.add(deployment.label() + " was a split");
      } else if (bad.contains(version.get().id())) {
        passedOver.add(deployment.label() + " was rolled back from before");
      }
    }
    String reason = "The newest deployment before it that had all the traffic";
    return passedOver.isEmpty()
        ? reason + "."
        : reason + "; passed over: " + String.join(", ", passedOver) + ".";
  }
}
