package dev.rollbackbot.incident;

import java.util.List;

/** What came of a command. */
public sealed interface Decision {
  /** It happened; no events: there was nothing left to do. */
  record Accepted(List<Event> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /**
   * It was refused, and nothing changed.
   *
   * @param text why, and who can, for the person who asked
   */
  record Rejected(Reason reason, Prose text) implements Decision {}
}
