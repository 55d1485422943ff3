package dev.rollbackbot.incident;

/** An incident's number: 1 or more, in order of declaration. */
public record IncidentId(int number) {
  public IncidentId {
    if (number < 1) {
      throw new IllegalArgumentException("an incident's number is 1 or more, not " + number);
    }
  }

  /** As people write it, such as INC-12. */
  public String label() {
    return "INC-" + number;
  }
}
