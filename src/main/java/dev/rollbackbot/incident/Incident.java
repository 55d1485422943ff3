package dev.rollbackbot.incident;

/**
 * An incident that has been declared.
 *
 * @param details what is true in every state
 * @param state where the conversation is
 */
public record Incident(IncidentDetails details, State state) {
  /** Its number. */
  public IncidentId id() {
    return details.id();
  }

  public Incident with(IncidentDetails next) {
    return new Incident(next, state);
  }

  public Incident with(State next) {
    return new Incident(details, next);
  }
}
