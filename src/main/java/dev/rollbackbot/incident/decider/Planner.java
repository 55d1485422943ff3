package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.assessment.ChangedSecrets;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.target.KnownFacts;
import dev.rollbackbot.incident.target.LastGoodCommits;
import dev.rollbackbot.incident.target.TargetSelection;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Method.Owner;
import dev.rollbackbot.runbook.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a plan from a method and the provider's deployments. */
final class Planner {
  private final IncidentDetails details;
  private final Map<String, ServiceDeployments> deployments = new LinkedHashMap<>();
  private final Map<String, String> unreadable;
  private final RollbackHistory history;
  private final Map<String, CommitHistory> commits;

  private Planner(IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory history) {
    this.details = details;
    this.unreadable = surveyed.unreadable().orElse(Map.of());
    this.history = history;
    this.commits = surveyed.commits();
    surveyed.services().forEach(s -> deployments.put(s.service().id(), s));
  }

  /** A {@link Event.PlanMade} or a {@link Event.PlanningFailed}. */
  static Event plan(
      IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory history, Instant at) {
    return new Planner(details, surveyed, history).plan(at);
  }

  /** Whatever can be planned is planned; a person settles the other steps. */
  private Event plan(Instant at) {
    Method method = details.method();
    List<PlannedStep> steps = new ArrayList<>();
    for (Step step : method.steps()) {
      steps.add(
          switch (step) {
            case Step.RollBackService rollBack -> planned(rollBack);
            case Step.Manual manual -> PlannedStep.byHand(manual.id(), manual.title());
            case Step.JobStep run ->
                PlannedStep.running(
                    run.id(),
                    run.title(),
                    PlannedJobs.of(
                        details,
                        run,
                        live(run.service()),
                        offered(run),
                        Optional.ofNullable(commits.get(run.id())).map(CommitHistory::tip),
                        at));
          });
    }
    boolean nothing =
        steps.stream().allMatch(s -> s.noTarget().filter(n -> n.choices().isEmpty()).isPresent());
    if (nothing) {
      List<String> problems =
          steps.stream().flatMap(s -> s.noTarget().stream()).map(n -> n.why()).toList();
      return new Event.PlanningFailed(at, String.join(" ", problems));
    }
    List<String> warnings =
        deployments.values().stream()
            .flatMap(s ->
                Stream.of(owned(s).stream(), s.warnings().stream(), s.caveats().stream())
                    .flatMap(all -> all))
            .distinct()
            .toList();
    List<LiveReading> live =
        deployments.values().stream()
            .map(s ->
                new LiveReading(
                    s.service(), at, Optional.of(s.live()), "", Optional.of(s.running())))
            .toList();
    Plan plan = new Plan(method.id(), steps, together(method));
    AutomaticFacts facts =
        new AutomaticFacts(
            deployments.values().stream().flatMap(this::doubts).distinct().toList(),
            deployments.values().stream()
                .map(ServiceDeployments::service)
                .filter(service -> service.isHeldBy(history.held()))
                .map(service -> service.service().name())
                .toList(),
            history.lastAutomatic(),
            Optional.empty());
    return new Event.PlanMade(at, plan, warnings, Optional.of(live), Optional.of(facts));
  }

  /** Warnings that are reasons to ask people, and not what is so with every such service. */
  private Stream<String> doubts(ServiceDeployments service) {
    return Stream.concat(
        owned(service)
            .filter(
                _ -> !details.method().through().equals(service.ownership().map(o -> o.owner())))
            .stream(),
        service.warnings().stream());
  }

  /** What else deploys it, what that does to this plan, and which method asks it. */
  private Optional<String> owned(ServiceDeployments service) {
    return service
        .ownership()
        .map(ownership -> {
          Owner owner = ownership.owner();
          String fact =
              "%s deploys %s (%s)"
                  .formatted(owner.text(), service.service().service().name(), ownership.where());
          if (details.method().through().equals(Optional.of(owner))) {
            return "%s, and this method goes through %s.".formatted(fact, owner.text());
          }
          String instead =
              details.runbook().methods().stream()
                  .filter(m -> m.through().equals(Optional.of(owner)))
                  .findFirst()
                  .map(m -> "The method “%s” goes through %s.".formatted(m.name(), owner.text()))
                  .orElse("No method of this runbook goes through it. " + ownership.instead());
          return "%s. %s %s".formatted(fact, ownership.consequence(), instead);
        });
  }

  private static Optional<List<List<String>>> together(Method method) {
    return method.together().isEmpty() ? Optional.empty() : Optional.of(method.together());
  }

  private Optional<Deployment> live(Optional<String> service) {
    return service.map(deployments::get).map(ServiceDeployments::live);
  }

  private Optional<OfferedCommits> offered(Step.JobStep step) {
    Optional<CommitHistory> read = Optional.ofNullable(commits.get(step.id()));
    return PlannedJobs.commits(step)
        .flatMap(input ->
            read.map(all -> LastGoodCommits.of(details, good()).offered(all, input.known())));
  }

  /** The versions to which the services would return. */
  private Map<String, Version> good() {
    Map<String, Version> good = new LinkedHashMap<>();
    deployments.forEach((id, service) ->
        new TargetSelection(service, facts(service), plannedBefore(id), List.of(), Optional.empty())
            .proposed()
            .ifPresent(change -> good.put(id, change.target())));
    return good;
  }

  private PlannedStep planned(Step.RollBackService step) {
    ServiceDeployments service = deployments.get(step.service());
    String name = details.runbook().service(step.service()).name();
    if (service == null) {
      String why = unreadable.getOrDefault(step.service(), name + " could not be read.");
      return withoutTarget(step, why, Optional.empty());
    }
    TargetSelection selection =
        new TargetSelection(
            service,
            facts(service),
            plannedBefore(step.service()),
            cannotUndo(step, service),
            history.lastDuration(service.service()));
    return selection
        .proposed()
        .map(change ->
            change.withChangedSecrets(
                ChangedSecrets.of(details, change.service(), change.live(), change.target().id())))
        .map(change -> PlannedStep.changing(step.id(), step.title(), change))
        .orElseGet(() -> withoutTarget(step, selection.whyNone(name), selection.onlyWithReason()));
  }

  /** What the runbook says, and what the provider never brings back. */
  private static List<String> cannotUndo(Step.RollBackService step, ServiceDeployments service) {
    return Stream.concat(step.cannotUndo().stream(), service.notRestored().stream()).toList();
  }

  private static PlannedStep withoutTarget(
      Step.RollBackService step, String why, Optional<PlannedStep.Change> choices) {
    return PlannedStep.withoutTarget(
        step.id(), step.title(), new PlannedStep.NoTarget(why, choices, Optional.empty()));
  }

  private KnownFacts facts(ServiceDeployments service) {
    return KnownFacts.of(details, service, history);
  }

  /** Of the service's last rollback, unless that came to its end: a later one replaces it. */
  private Optional<PlannedStep.Change> plannedBefore(String service) {
    return details.earlierRollbacks().reversed().stream()
        .filter(r -> changes(r, service).findAny().isPresent())
        .findFirst()
        .filter(r -> r.current().isPresent())
        .flatMap(r -> changes(r, service).findFirst());
  }

  private static Stream<PlannedStep.Change> changes(Rollback rollback, String service) {
    return rollback.plan().steps().stream()
        .flatMap(s -> s.change().stream())
        .filter(c -> c.service().id().equals(service));
  }
}
