package dev.rollbackbot.incident;

/**
 * An incident that has been declared.
 *
 * @param facts what is true in every state
 * @param state where the conversation is
 */
public record Incident(Facts facts, State state) {
  /** Its number. */
  public IncidentId id() {
    return facts.id();
  }

  Incident with(Facts next) {
    return new Incident(next, state);
  }

  Incident with(State next) {
    return new Incident(facts, next);
  }
}
