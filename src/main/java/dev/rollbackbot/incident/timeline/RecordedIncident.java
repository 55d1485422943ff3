package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Rollback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An incident's events, each with the incident before and after it. */
record RecordedIncident(List<RecordedEvent> events) {
  RecordedIncident {
    events = List.copyOf(events);
  }

  record RecordedEvent(Optional<Incident> before, Incident after, Event event) {}

  static RecordedIncident of(List<Event> events) {
    List<RecordedEvent> all = new ArrayList<>();
    Optional<Incident> before = Optional.empty();
    for (Event event : events) {
      Incident after = Incidents.evolve(before, event);
      all.add(new RecordedEvent(before, after, event));
      before = Optional.of(after);
    }
    return new RecordedIncident(all);
  }

  Incident last() {
    return events.getLast().after();
  }

  IncidentDetails details() {
    return last().details();
  }

  /**
   * As it was resolved, with what was seen since; empty: it did not end so, or was reopened and has
   * not ended so again.
   */
  Optional<Incident> resolved() {
    boolean holds =
        last().state() instanceof State.Resolved
            || (last().state() instanceof State.Closed closed && closed.result().isPresent());
    return events.reversed().stream()
        .map(RecordedEvent::after)
        .filter(incident -> incident.state() instanceof State.Resolved)
        .filter(_ -> holds)
        .findFirst();
  }

  Optional<State.Resolved> resolution() {
    return resolved().map(Incident::state).map(State.Resolved.class::cast);
  }

  /** Every rollback, in order, the last one as it ended. */
  List<Rollback> rollbacks() {
    Optional<Rollback> current =
        last().state() instanceof State.Cancelled cancelled
            ? cancelled.unfinishedRollback()
            : resolved().flatMap(Incident::rollback);
    return Stream.concat(details().earlierRollbacks().stream(), current.stream()).toList();
  }

  Optional<Instant> first(Predicate<Event> which) {
    return events.stream().map(RecordedEvent::event).filter(which).map(Event::at).findFirst();
  }

  <T extends Event> List<T> all(Class<T> type) {
    return events.stream()
        .map(RecordedEvent::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** How long it was in each kind of state until it ended, in the order of the first time. */
  Map<String, Duration> times() {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (int i = 0; i + 1 < events.size(); i++) {
      State state = events.get(i).after().state();
      Instant from = events.get(i).event().at();
      Instant to = events.get(i + 1).event().at();
      if (!(state instanceof State.Ended) && to.isAfter(from)) {
        times.merge(phase(state), Duration.between(from, to), Duration::plus);
      }
    }
    return times;
  }

  private static String phase(State state) {
    return switch (state) {
      case State.Proposed _ -> "proposed, nobody had started it";
      case State.Monitoring _ -> "watched, without a rollback";
      case State.Preparing _ -> "getting ready";
      case State.AwaitingApproval _ -> "waiting for approval";
      case State.RollingBack _ -> "steps under way";
      case State.Paused _ -> "paused";
      case State.Blocked _ -> "stopped, waiting for a decision";
      case State.Propagating _ -> "waiting for it to spread";
      case State.Verifying _ -> "checking";
      case State.AwaitingSignOff _ -> "waiting for signatures";
      case State.Ended _ -> "ended";
    };
  }
}
