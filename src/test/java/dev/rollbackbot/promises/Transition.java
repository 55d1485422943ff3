package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import java.util.List;
import java.util.Optional;

/** An event, the incident before and after it, and its effects in order. */
public record Transition(
    Optional<Incident> before, Event event, Incident after, List<Effect> effects) {
  public Transition {
    effects = List.copyOf(effects);
  }

  public static Transition of(Optional<Incident> before, Event event) {
    Incident after = Incidents.evolve(before, event);
    return new Transition(
        before, event, after, Incidents.react(new Decision.StateChange(before, event, after)));
  }

  /** Empty before the declaration. */
  Optional<State> stateBefore() {
    return before.map(Incident::state);
  }

  List<Effect.RunJob> jobs() {
    return effects.stream()
        .filter(Effect.RunJob.class::isInstance)
        .map(Effect.RunJob.class::cast)
        .toList();
  }
}
