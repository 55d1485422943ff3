package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import java.util.List;
import java.util.Optional;

/**
 * One event, what it changed and what it asked for.
 *
 * @param effects in order
 */
public record Transition(
    Optional<Incident> before, Event event, Incident after, List<Effect> effects) {
  public Transition {
    effects = List.copyOf(effects);
  }

  /** What comes of that event there. */
  public static Transition of(Optional<Incident> before, Event event) {
    Incident after = Incidents.evolve(before, event);
    return new Transition(before, event, after, Incidents.react(after, event));
  }

  /** The state before it, of an incident that had been declared. */
  Optional<State> stateBefore() {
    return before.map(Incident::state);
  }

  /** The jobs that it asked for. */
  List<Effect.RunJob> jobs() {
    return effects.stream()
        .filter(Effect.RunJob.class::isInstance)
        .map(Effect.RunJob.class::cast)
        .toList();
  }
}
