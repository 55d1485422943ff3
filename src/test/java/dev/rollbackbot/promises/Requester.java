package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Event;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The users who count as having rolled back: the requester, and the user of break-glass.
 *
 * @param requester empty before the declaration
 * @param breakGlassUser who used break-glass
 */
record Requester(String requester, Optional<String> breakGlassUser) {
  static final Requester NONE = new Requester("", Optional.empty());

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
    return new Requester(person.apply(requester), breakGlassUser.map(person));
  }

  boolean rolledBack(String person) {
    return person.equals(requester) || breakGlassUser.equals(Optional.of(person));
  }
}
