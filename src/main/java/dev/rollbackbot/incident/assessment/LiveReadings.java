package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is live of an incident's services, kept from its events. */
public final class LiveReadings {
  /** A reading asks the provider, so there are fewer of them than rounds of probes. */
  private static final int ROUNDS = 12;

  private static final Duration SELDOM = Duration.ofMinutes(10);
  private static final Duration LONG_WAIT = Duration.ofHours(1);

  private LiveReadings() {}

  /** The readings after an event. */
  public static LiveVersions after(IncidentDetails details, State before, Event event) {
    LiveVersions live = details.live();
    return switch (event) {
      case Event.PlanMade e -> {
        live = live.withNewPlan();
        for (PlannedStep step : e.plan().steps()) {
          if (step.change().isPresent()) {
            live = live.withPlanned(reading(step.change().get(), e.at()));
          }
        }
        for (LiveReading reading : e.live().orElse(List.of())) {
          live = live.withPlanned(reading);
        }
        yield leftBehind(live, e.plan());
      }
      case Event.StepSucceeded e ->
          overtaken(
              reading(before, e.step(), e.at(), Optional.of(e.live()))
                  .map(live::withMade)
                  .orElse(live));
      case Event.StepFailed e when e.kind().ran() ->
          live.asStale(changedService(details, before, e.step()));
      // What was found instead is somebody else's.
      case Event.StepFailed e ->
          overtaken(reading(before, e.step(), e.at(), e.live()).map(live::with).orElse(live));
      case Event.StepJobSucceeded e -> live.asStale(changedService(details, before, e.step()));
      case Event.StepDoneByHand e -> live.asStale(changedService(details, before, e.step()));
      case Event.StepSkipped e -> live.asStale(changedService(details, before, e.step()));
      // What is read for an earlier plan, or before a change that may have begun, is outdated.
      case Event.SurveyStarted _,
          Event.Approved _,
          Event.BreakGlassUsed _,
          Event.MethodStarted _,
          ProposalEvent.ProposalStarted _,
          ProposalEvent.AutomaticRollbackStarted _,
          Event.IncidentReopened _,
          Event.IncidentClosed _,
          Event.IncidentCancelled _ ->
          live.settled();
      // What is known by now of an attempt is read once more before the drill ends.
      case Event.DrillInterrupted e when e.ends() -> live.asStale(Optional.empty());
      case Event.LiveReadStarted e -> live.readBy(e.job());
      case Event.LiveVersionsRead e -> {
        for (LiveReading reading : e.readings()) {
          live = live.withRead(reading);
        }
        yield live.withoutJob();
      }
      case Event.OfLifecycle _,
          Event.OfChat _,
          Event.OfChecklist _,
          Event.OfPlan _,
          Event.OfApproval _,
          Event.OfSteps _,
          Event.OfChecks _,
          Event.OfDrill _,
          Event.OfSignOff _,
          ProposalEvent _ ->
          live;
    };
  }

  /** What had all the traffic when the plan was made, and is not its target. */
  private static LiveVersions leftBehind(LiveVersions live, Plan plan) {
    LiveVersions next = live;
    for (Map.Entry<String, Deployment> planned : live.planned().entrySet()) {
      boolean kept =
          changes(plan)
              .filter(c -> c.service().service().id().equals(planned.getKey()))
              .anyMatch(c -> planned.getValue().servesOnly(c.target()));
      Optional<Version> left = planned.getValue().onlyVersion().filter(_ -> !kept);
      if (left.isPresent()) {
        next = next.withLeftBehind(planned.getKey(), left.get());
      }
    }
    return next;
  }

  private static LiveReading reading(PlannedStep.Change change, Instant at) {
    return new LiveReading(change.service(), at, Optional.of(change.live()), "", change.running());
  }

  private static Optional<LiveReading> reading(
      State before, String step, Instant at, Optional<Deployment> live) {
    return (before instanceof State.Executing executing
            ? executing.rollback().step(step).flatMap(s -> s.step().service())
            : Optional.<ServiceRef>empty())
        .filter(_ -> live.isPresent())
        .map(service -> new LiveReading(service, at, live, "", Optional.empty()));
  }

  /** A reading under way may have asked before that step changed what is live: it is repeated. */
  private static LiveVersions overtaken(LiveVersions live) {
    return live.job().isPresent() ? live.asStale(Optional.empty()) : live;
  }

  /** The service that a step is about; empty: none that is known. */
  private static Optional<String> changedService(
      IncidentDetails details, State before, String step) {
    if (!(before instanceof State.Executing executing)) {
      return Optional.empty();
    }
    Rollback rollback = executing.rollback();
    return rollback
        .step(step)
        .flatMap(s -> s.step().change())
        .map(c -> c.service().service().id())
        .or(() ->
            details.runbook().method(rollback.plan().method()).stream()
                .flatMap(m -> m.steps().stream())
                .filter(s -> s.id().equals(step))
                .flatMap(s -> s.changes().stream())
                .findFirst());
  }

  /** The readings of a job; without any, each service has one that says why. */
  public static List<LiveReading> of(Incident incident, Outcome outcome, Instant at) {
    return switch (outcome) {
      case Outcome.Succeeded(Outcome.LiveRead(List<LiveReading> readings), Duration _) -> readings;
      case Outcome.Succeeded _ -> unread(incident, "The provider answered something else.", at);
      case Outcome.Failed failed -> unread(incident, failed.text(), at);
      case Outcome.Unknown unknown -> unread(incident, unknown.text(), at);
    };
  }

  private static List<LiveReading> unread(Incident incident, String why, Instant at) {
    return services(incident).stream()
        .map(service -> new LiveReading(service, at, Optional.empty(), why, Optional.empty()))
        .toList();
  }

  /** When what is live is read again for a plan that has waited for approval since then. */
  public static Instant next(IncidentDetails details, Instant since, Instant now) {
    return now.plus(
        Duration.between(since, now).compareTo(LONG_WAIT) < 0 ? interval(details) : SELDOM);
  }

  private static Duration interval(IncidentDetails details) {
    return details.runbook().interval(details.environment()).multipliedBy(ROUNDS);
  }

  /** A timer of an earlier plan fires before the first reading of this one is due. */
  public static boolean due(IncidentDetails details, State.AwaitingApproval state, Instant now) {
    return !now.isBefore(state.since().plus(interval(details)));
  }

  /** The plan's services that no longer run what they did when it was made. */
  public static List<LiveReading> changedSince(Plan plan, List<LiveReading> readings) {
    Map<String, Deployment> planned = new HashMap<>();
    changes(plan).forEach(c -> planned.putIfAbsent(c.service().id(), c.live()));
    for (PlannedJob job : jobs(plan)) {
      if (job.service().isPresent() && job.live().isPresent()) {
        planned.putIfAbsent(job.service().get().id(), job.live().get());
      }
    }
    return readings.stream()
        .filter(r ->
            Optional.ofNullable(planned.get(r.service().service().id()))
                .filter(was -> r.live().filter(live -> !live.servesSameAs(was)).isPresent())
                .isPresent())
        .toList();
  }

  /** The deployments under way when the plan was made that are so no longer. */
  public static List<RunningDeployment> endedSince(Plan plan, List<LiveReading> readings) {
    List<RunningDeployment> ended = new ArrayList<>();
    changes(plan)
        .forEach(change ->
            readings.stream()
                .filter(r -> r.service().id().equals(change.service().id()))
                .flatMap(r -> r.running().stream())
                .forEach(now ->
                    change.running().orElse(List.of()).stream()
                        .filter(was -> now.stream().noneMatch(r -> r.id().equals(was.id())))
                        .forEach(ended::add)));
    return ended;
  }

  /** Whether other deployments are under way than by the reading before. */
  public static boolean othersRun(LiveVersions before, List<LiveReading> readings) {
    return readings.stream()
        .filter(r -> r.running().isPresent())
        .anyMatch(r ->
            !ids(r)
                .equals(before.reading(r.service().id()).map(LiveReadings::ids).orElse(Set.of())));
  }

  private static Set<String> ids(LiveReading reading) {
    return reading.running().orElse(List.of()).stream()
        .map(RunningDeployment::id)
        .collect(Collectors.toSet());
  }

  /** The services whose live versions the incident's state depends on. */
  public static List<ServiceRef> services(Incident incident) {
    return switch (incident.state()) {
      case State.AwaitingApproval state ->
          Stream.concat(
                  changes(state.plan()).map(PlannedStep.Change::service),
                  jobs(state.plan()).stream().flatMap(j -> j.service().stream()))
              .distinct()
              .toList();
      case State.Executing state -> services(incident.details(), state.rollback());
      case State.Proposed _,
          State.Monitoring _,
          State.Preparing _,
          State.Closed _,
          State.Cancelled _ ->
          List.of();
    };
  }

  private static List<PlannedJob> jobs(Plan plan) {
    return plan.steps().stream().flatMap(s -> s.job().stream()).toList();
  }

  private static Stream<PlannedStep.Change> changes(Plan plan) {
    return plan.steps().stream().flatMap(s -> s.change().stream());
  }

  /**
   * The services of every plan of the incident, and those that its methods' people and jobs change.
   */
  public static List<ServiceRef> services(IncidentDetails details, Rollback rollback) {
    Map<String, ServiceRef> all = new LinkedHashMap<>();
    Stream.concat(details.earlierRollbacks().stream(), Stream.of(rollback))
        .forEach(r -> servicesOf(details, r).forEach(s -> all.putIfAbsent(s.service().id(), s)));
    return List.copyOf(all.values());
  }

  private static Stream<ServiceRef> servicesOf(IncidentDetails details, Rollback rollback) {
    Stream<ServiceRef> planned = changes(rollback.plan()).map(PlannedStep.Change::service);
    Stream<ServiceRef> byPeople =
        details.runbook().method(rollback.plan().method()).stream()
            .map(Method::steps)
            .flatMap(List::stream)
            .filter(step -> !(step instanceof Step.RollBackService))
            .flatMap(step -> step.changes().stream())
            .map(id -> details.runbook().serviceIn(details.environment(), id));
    return Stream.concat(planned, byPeople);
  }
}
