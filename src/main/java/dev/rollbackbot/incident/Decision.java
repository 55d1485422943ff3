package dev.rollbackbot.incident;

import java.util.List;

/** What came of a command. */
public sealed interface Decision {
  /** It happened; no changes: there was nothing left to do. */
  record Accepted(List<StateChange> changes) implements Decision {
    public Accepted {
      changes = List.copyOf(changes);
    }

    /** The events alone, in order. */
    public List<Event> events() {
      return changes.stream().map(StateChange::event).toList();
    }
  }

  /** One event and what it leads to, so that the caller need not fold it again. */
  record StateChange(Event event, Incident after) {}

  /**
   * It was refused, and nothing changed.
   *
   * @param text why, and who can, for the person who asked
   */
  record Rejected(RejectionCode code, RichText text) implements Decision {}
}
