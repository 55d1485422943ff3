package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Decision.Accepted;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.evolver.Evolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the events of a decision and the incident after them. */
final class DecisionBuilder {
  /** More events than this from one command means that automatic transitions don't end. */
  private static final int LIMIT = 200;

  private final List<Decision.StateChange> changes = new ArrayList<>();
  private Optional<Incident> incident;

  /** Starts from that incident; empty: nothing has been declared. */
  DecisionBuilder(Optional<Incident> incident) {
    this.incident = incident;
  }

  static DecisionBuilder from(Incident incident) {
    return new DecisionBuilder(Optional.of(incident));
  }

  DecisionBuilder then(Event event) {
    Incident after = Evolver.evolve(incident, event);
    changes.add(new Decision.StateChange(incident, event, after));
    incident = Optional.of(after);
    return this;
  }

  /** The incident after the events so far. */
  Incident after() {
    return incident.orElseThrow();
  }

  Accepted thenAutomaticTransitions(Instant at) {
    Optional<Event> next = next(at);
    while (next.isPresent()) {
      if (changes.size() > LIMIT) {
        throw new IllegalStateException("automatic transitions don't end at " + next.get());
      }
      then(next.get());
      next = next(at);
    }
    return new Accepted(changes);
  }

  private Optional<Event> next(Instant at) {
    return incident.flatMap(current -> AutomaticTransitions.next(current, at));
  }
}
