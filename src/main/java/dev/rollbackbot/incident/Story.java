package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Decision.Accepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as they are told, and the state that they have led to so far. */
final class Story {
  /** More events than this from one command means that the momentum runs in a circle. */
  private static final int LIMIT = 200;

  private final List<Decision.StateChange> changes = new ArrayList<>();
  private State state;

  private Story(State state) {
    this.state = state;
  }

  static Story from(State state) {
    return new Story(state);
  }

  Story then(Event event) {
    state = Evolution.evolve(state, event);
    changes.add(new Decision.StateChange(event, state));
    return this;
  }

  /** Ends the story with everything that follows by itself. */
  Accepted goesOn(Instant at) {
    Optional<Event> next = Momentum.next(state, at);
    while (next.isPresent()) {
      if (changes.size() > LIMIT) {
        throw new IllegalStateException("the momentum runs in a circle at " + next.get());
      }
      then(next.get());
      next = Momentum.next(state, at);
    }
    return new Accepted(changes);
  }

  /** The state so far, if an incident has been declared. */
  Facts facts() {
    if (state instanceof State.Declared d) {
      return d.facts();
    }
    throw new IllegalStateException("nothing has been declared");
  }
}
