package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
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

/** Makes a plan of a method and what the provider said. */
final class Planner {
  private static final int CANDIDATES = 20;

  private final IncidentDetails details;
  private final Map<String, ServiceDeployments> snapshots = new LinkedHashMap<>();
  private final RollbackHistory history;
  private final Set<String> bad;

  private Planner(
      IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory rollbackHistory) {
    this.details = details;
    surveyed.snapshots().forEach(s -> snapshots.put(s.service().id(), s));
    this.history = rollbackHistory;
    this.bad = new HashSet<>(rollbackHistory.badVersions());
    details.earlierRollbacks().forEach(r -> r.plan().steps().forEach(this::warnAboutBadVersions));
    details.earlierRollbacks().stream()
        .filter(r -> r.current().isEmpty())
        .flatMap(r -> r.plan().steps().stream())
        .flatMap(s -> s.change().stream())
        .forEach(c -> bad.add(c.target().id()));
  }

  /** What was live when this incident's first plan was made is what users suffer from. */
  private void warnAboutBadVersions(PlannedStep step) {
    step.change()
        .ifPresent(c -> c.live().shares().stream().map(s -> s.version().id()).forEach(bad::add));
    step.change().ifPresent(c -> bad.remove(c.target().id()));
  }

  /** A plan, or why there is none. */
  static Event plan(
      IncidentDetails details,
      Outcome.Surveyed surveyed,
      RollbackHistory rollbackHistory,
      Instant at) {
    return new Planner(details, surveyed, rollbackHistory).plan(at);
  }

  private Event plan(Instant at) {
    Method method = details.method();
    List<PlannedStep> steps = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Step step : method.steps()) {
      switch (step) {
        case Step.Manual manual ->
            steps.add(new PlannedStep(manual.id(), manual.title(), Optional.empty()));
        case Step.RollBackService rollBack ->
            change(rollBack)
                .ifPresentOrElse(
                    c ->
                        steps.add(new PlannedStep(rollBack.id(), rollBack.title(), Optional.of(c))),
                    () -> problems.add(noTarget(rollBack)));
      }
    }
    if (!problems.isEmpty()) {
      return new Event.PlanningFailed(at, String.join(" ", problems));
    }
    List<String> warnings =
        snapshots.values().stream().flatMap(s -> s.warnings().stream()).toList();
    return new Event.PlanMade(at, new Plan(method.id(), steps), warnings);
  }

  private String noTarget(Step.RollBackService step) {
    String name = details.runbook().service(step.service()).name();
    return snapshots.containsKey(step.service())
        ? name + " has no earlier deployment that had all the traffic and is not known to be bad."
        : name + " could not be read.";
  }

  private Optional<PlannedStep.Change> change(Step.RollBackService step) {
    ServiceDeployments serviceDeployments = snapshots.get(step.service());
    if (serviceDeployments == null) {
      return Optional.empty();
    }
    List<Version> candidates = candidates(serviceDeployments);
    Optional<PlannedStep.Change> before = plannedBefore(step.service());
    Optional<Version> kept = before.flatMap(b -> findById(candidates, b.target().id()));
    Optional<Version> fresh = candidates.stream().findFirst();
    ServiceRef service = details.runbook().serviceIn(details.environment(), step.service());
    return kept.or(() -> fresh.filter(v -> !serviceDeployments.live().servesOnly(v)))
        .map(target ->
            new PlannedStep.Change(
                service,
                serviceDeployments.live(),
                target,
                kept.isPresent() ? "As in the plan before." : why(serviceDeployments, target),
                candidates,
                step.cannotUndo(),
                Optional.ofNullable(history.lastDurations().get(service.resource()))));
  }

  /**
   * Versions that once had all the traffic, newest first: none that is known to be bad, none that
   * was made after what is live, and what is live only if it was a target.
   */
  private List<Version> candidates(ServiceDeployments serviceDeployments) {
    Map<String, Version> all = new LinkedHashMap<>();
    Optional<String> wanted =
        plannedBefore(serviceDeployments.service().id()).map(c -> c.target().id());
    serviceDeployments
        .live()
        .onlyVersion()
        .filter(v -> wanted.equals(Optional.of(v.id())))
        .ifPresent(v -> all.put(v.id(), v));
    for (Deployment deployment : serviceDeployments.earlier()) {
      deployment
          .onlyVersion()
          .filter(v -> !serviceDeployments.live().servesOnly(v))
          .filter(v -> eligible(v, serviceDeployments.live()))
          .filter(_ -> all.size() < CANDIDATES)
          .ifPresent(v -> all.putIfAbsent(v.id(), v));
    }
    return List.copyOf(all.values());
  }

  private boolean eligible(Version version, Deployment live) {
    return !bad.contains(version.id()) && !newer(version, live);
  }

  /** After a rollback, the deployments before it hold what was rolled back from: never go there. */
  private static boolean newer(Version version, Deployment live) {
    Optional<Instant> made = live.onlyVersion().flatMap(Version::created);
    return made.isPresent() && version.created().map(at -> at.isAfter(made.get())).orElse(false);
  }

  private static Optional<Version> findById(List<Version> candidates, String id) {
    return candidates.stream().filter(v -> v.id().equals(id)).findFirst();
  }

  /** A rollback that was carried out whole did not help, or nobody would plan again. */
  private Optional<PlannedStep.Change> plannedBefore(String service) {
    return details.earlierRollbacks().reversed().stream()
        .filter(r -> r.current().isPresent())
        .flatMap(r -> r.plan().steps().stream())
        .flatMap(s -> s.change().stream())
        .filter(c -> c.service().id().equals(service))
        .findFirst();
  }

  private String why(ServiceDeployments serviceDeployments, Version target) {
    List<String> passedOver = new ArrayList<>();
    for (Deployment deployment : serviceDeployments.earlier()) {
      if (deployment.servesOnly(target)) {
        break;
      }
      if (serviceDeployments.live().servesSameAs(deployment)) {
        continue;
      }
      boolean known = deployment.onlyVersion().map(v -> bad.contains(v.id())).orElse(false);
      if (known) {
        passedOver.add(deployment.label() + " was rolled back from before");
      } else if (deployment.onlyVersion().isEmpty()) {
        passedOver.add(deployment.label() + " was a split");
      }
    }
    String reason = "The newest deployment before it that had all the traffic";
    return passedOver.isEmpty()
        ? reason + "."
        : reason + "; passed over: " + String.join(", ", passedOver) + ".";
  }
}
