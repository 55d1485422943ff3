package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Event;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who counts as having rolled back: whoever asked for it, and whoever went on alone.
 *
 * @param requester empty before the declaration
 * @param alone who broke the glass for it
 */
record Requester(String requester, Optional<String> alone) {
  static final Requester NOBODY = new Requester("", Optional.empty());

  Requester after(Event event) {
    return switch (event) {
      case Event.IncidentDeclared e -> by(e.by());
      case Event.RollbackChosen e -> by(e.by());
      case Event.MethodChanged e -> by(e.by());
      case Event.MethodStarted e -> by(e.by());
      case Event.IncidentReopened e -> by(e.by());
      case Event.BreakGlassUsed e -> new Requester(requester, Optional.of(e.by()));
      case Event _ -> this;
    };
  }

  private static Requester by(String person) {
    return new Requester(person, Optional.empty());
  }

  Requester renamed(UnaryOperator<String> person) {
    return new Requester(person.apply(requester), alone.map(person));
  }

  boolean rolledBack(String person) {
    return person.equals(requester) || alone.equals(Optional.of(person));
  }
}
