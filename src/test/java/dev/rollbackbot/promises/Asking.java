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
record Asking(String requester, Optional<String> alone) {
  static final Asking NOBODY = new Asking("", Optional.empty());

  Asking after(Event event) {
    return switch (event) {
      case Event.Declared e -> by(e.by());
      case Event.RollbackChosen e -> by(e.by());
      case Event.MethodChanged e -> by(e.by());
      case Event.MethodStarted e -> by(e.by());
      case Event.Reopened e -> by(e.by());
      case Event.GlassBroken e -> new Asking(requester, Optional.of(e.by()));
      case Event _ -> this;
    };
  }

  private static Asking by(String person) {
    return new Asking(person, Optional.empty());
  }

  Asking renamed(UnaryOperator<String> person) {
    return new Asking(person.apply(requester), alone.map(person));
  }

  boolean rolledBack(String person) {
    return person.equals(requester) || alone.equals(Optional.of(person));
  }
}
