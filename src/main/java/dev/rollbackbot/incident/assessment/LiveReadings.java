package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is live of an incident's services, kept from its events. */
public final class LiveReadings {
  private LiveReadings() {}

  /** The readings after an event. */
  public static LiveVersions after(IncidentDetails details, State before, Event event) {
    LiveVersions live = details.live();
    return switch (event) {
      case Event.PlanMade e -> {
        for (PlannedStep step : e.plan().steps()) {
          if (step.change().isPresent()) {
            live = live.with(reading(step.change().get(), e.at()));
          }
        }
        yield live;
      }
      case Event.StepSucceeded e -> withLive(live, before, e.step(), e.at(), Optional.of(e.live()));
      case Event.StepFailed e -> withLive(live, before, e.step(), e.at(), e.live());
      case Event.StepDoneByHand _, Event.StepSkipped _ -> live.asStale();
      // What is read for an earlier plan, or after the end, is outdated.
      case Event.MethodStarted _,
          Event.IncidentReopened _,
          Event.IncidentClosed _,
          Event.IncidentCancelled _ ->
          live.settled();
      case Event.LiveReadStarted e -> live.readBy(e.job());
      case Event.LiveVersionsRead e -> {
        for (LiveReading reading : e.readings()) {
          live = live.with(reading);
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
          Event.OfSignOff _ ->
          live;
    };
  }

  private static LiveReading reading(PlannedStep.Change change, Instant at) {
    return new LiveReading(change.service(), at, Optional.of(change.live()), "");
  }

  private static LiveVersions withLive(
      LiveVersions live, State before, String step, Instant at, Optional<Deployment> deployment) {
    Optional<PlannedStep.Change> change =
        before instanceof State.Executing executing
            ? executing.rollback().step(step).flatMap(s -> s.step().change())
            : Optional.empty();
    return change.isPresent() && deployment.isPresent()
        ? live.with(new LiveReading(change.get().service(), at, deployment, ""))
        : live;
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
    return incident.rollback().stream()
        .flatMap(rollback -> services(incident.details(), rollback).stream())
        .map(service -> new LiveReading(service, at, Optional.empty(), why))
        .toList();
  }

  /** The services of every plan of the incident, and those that its methods' people change. */
  public static List<ServiceRef> services(IncidentDetails details, Rollback rollback) {
    Map<String, ServiceRef> all = new LinkedHashMap<>();
    Stream.concat(details.earlierRollbacks().stream(), Stream.of(rollback))
        .forEach(r -> servicesOf(details, r).forEach(s -> all.putIfAbsent(s.service().id(), s)));
    return List.copyOf(all.values());
  }

  private static Stream<ServiceRef> servicesOf(IncidentDetails details, Rollback rollback) {
    Stream<ServiceRef> planned =
        rollback.plan().steps().stream().flatMap(s -> s.change().stream()).map(c -> c.service());
    Stream<ServiceRef> byPeople =
        details.runbook().method(rollback.plan().method()).stream()
            .map(Method::steps)
            .flatMap(List::stream)
            .flatMap(step -> manualService(step).stream())
            .map(id -> details.runbook().serviceIn(details.environment(), id));
    return Stream.concat(planned, byPeople);
  }

  private static Optional<String> manualService(Step step) {
    return step instanceof Step.Manual manual ? manual.service() : Optional.empty();
  }
}
