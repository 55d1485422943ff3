package dev.rollbackbot.incident;

import java.util.List;

/** The result of a command. */
public sealed interface Decision {
  /** Events to store; no changes: there was nothing left to do. */
  record Accepted(List<StateChange> changes) implements Decision {
    public Accepted {
      changes = List.copyOf(changes);
    }

    public List<Event> events() {
      return changes.stream().map(StateChange::event).toList();
    }
  }

  /** An event and the incident after it, so that the caller need not evolve it again. */
  record StateChange(Event event, Incident after) {}

  /**
   * A refusal, which changes nothing.
   *
   * @param text for the person who asked: why, and who is allowed to
   */
  record Rejected(RejectionCode code, RichText text) implements Decision {}
}
