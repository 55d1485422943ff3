package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.State;
import java.util.List;

/**
 * One event, what it changed and what it asked for.
 *
 * @param effects in order
 */
public record Happening(State before, Event event, State after, List<Effect> effects) {
  public Happening {
    effects = List.copyOf(effects);
  }

  /** What comes of that event there. */
  public static Happening of(State before, Event event) {
    State after = Incidents.evolve(before, event);
    return new Happening(before, event, after, Incidents.react(after, event));
  }

  /** The state behind it, of an incident that was declared. */
  public State.Declared declared() {
    if (after instanceof State.Declared d) {
      return d;
    }
    throw new IllegalStateException("nothing was declared");
  }

  /** The jobs that it asked for. */
  List<Effect.RunJob> jobs() {
    return effects.stream()
        .filter(Effect.RunJob.class::isInstance)
        .map(Effect.RunJob.class::cast)
        .toList();
  }
}
