package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Decision.Accepted;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as they are told, and the incident that they have led to so far. */
final class DecisionBuilder {
  /** More events than this from one command means that the momentum runs in a circle. */
  private static final int LIMIT = 200;

  private final List<Decision.StateChange> changes = new ArrayList<>();
  private Optional<Incident> incident;

  private DecisionBuilder(Optional<Incident> incident) {
    this.incident = incident;
  }

  static DecisionBuilder from(Incident incident) {
    return new DecisionBuilder(Optional.of(incident));
  }

  /** Begins before anything has been declared. */
  static DecisionBuilder beginning() {
    return new DecisionBuilder(Optional.empty());
  }

  DecisionBuilder then(Event event) {
    Incident after = Evolver.evolve(incident, event);
    incident = Optional.of(after);
    changes.add(new Decision.StateChange(event, after));
    return this;
  }

  /** Ends the story with everything that follows by itself. */
  Accepted thenAutomaticTransitions(Instant at) {
    Optional<Event> next = next(at);
    while (next.isPresent()) {
      if (changes.size() > LIMIT) {
        throw new IllegalStateException("the momentum runs in a circle at " + next.get());
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
