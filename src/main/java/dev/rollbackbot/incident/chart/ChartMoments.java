package dev.rollbackbot.incident.chart;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartMoment;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.runbook.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may have changed what is measured, in the order of the events that tell it. */
final class ChartMoments {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, PlannedStep> steps = new HashMap<>();
  private final Map<String, Deployment> known = new HashMap<>();
  private final List<ChartMoment> all = new ArrayList<>();

  private ChartMoments(List<Service> services) {
    services.forEach(service -> names.put(service.id(), service.name()));
  }

  /** Of all events, also those whose time is not drawn. */
  static List<ChartMoment> of(List<Service> services, List<Event> events) {
    ChartMoments moments = new ChartMoments(services);
    events.forEach(moments::add);
    return moments.all;
  }

  private void add(Event event) {
    switch (event) {
      case ProposalEvent.RollbackProposed e -> add(e.at(), "a trigger fired");
      case Event.PlanMade e -> {
        // An earlier plan of the incident may have had another step of the same id.
        steps.clear();
        e.plan().steps().forEach(step -> steps.put(step.id(), step));
        e.plan().steps().stream()
            .flatMap(step -> step.change().stream())
            .forEach(c -> live(c.service().service().id(), c.live(), e.at()));
        e.live().ifPresent(this::read);
      }
      case Event.StepSucceeded e -> {
        step(e.step())
            .flatMap(PlannedStep::change)
            .ifPresent(c -> known.put(c.service().service().id(), e.live()));
        add(e.at(), title(e.step()) + ": " + e.live().label() + " is live");
      }
      case Event.StepJobSucceeded e ->
          add(
              e.at(),
              title(e.step())
                  + (e.artifact().isPresent() ? ": its job ended" : ": was so already"));
      case Event.StepDoneByHand e -> add(e.at(), title(e.step()) + ": done by hand");
      case Event.ChecksPassed e -> add(e.at(), "every check is settled");
      case Event.PlanVoided e -> read(e.changed());
      case Event.LiveVersionsRead e -> read(e.readings());
      case Event.LiveVersionChanged e -> live(e.service(), e.live(), e.at());
      case Event.ChangedAfterResolved e -> read(e.live());
      case Event _ -> {
        // It changes nothing of what is measured.
      }
    }
  }

  private void read(List<LiveReading> readings) {
    for (LiveReading reading : readings) {
      reading.live().ifPresent(live -> live(reading.service().service().id(), live, reading.at()));
    }
  }

  /** Where the provider doesn't say when it went live, it is drawn when it was first seen. */
  private void live(String service, Deployment live, Instant read) {
    Deployment before = known.put(service, live);
    if (before == null) {
      live.at().ifPresent(at -> add(at, name(service) + " " + live.label() + " went live"));
    } else if (!before.servesSameAs(live)) {
      add(live.at().orElse(read), name(service) + " " + live.label() + " was found live");
    }
  }

  private void add(Instant at, String what) {
    all.add(new ChartMoment(at, what));
  }

  private Optional<PlannedStep> step(String id) {
    return Optional.ofNullable(steps.get(id));
  }

  private String title(String step) {
    return step(step).map(PlannedStep::title).orElse(step);
  }

  private String name(String service) {
    return names.getOrDefault(service, service);
  }
}
