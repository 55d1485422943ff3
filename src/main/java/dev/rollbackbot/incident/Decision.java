package dev.rollbackbot.incident;

import java.util.List;
import java.util.Optional;

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

  /**
   * An event with the incident before and after it, so that the caller need not evolve it again.
   *
   * @param before empty: nothing had been declared
   */
  record StateChange(Optional<Incident> before, Event event, Incident after) {}

  /**
   * A refusal, which changes nothing.
   *
   * @param text for the person who asked: why, and who is allowed to
   * @param advice what the text advises that person to do; they may do all of it
   */
  record Rejected(RejectionCode code, RichText text, List<AdvisedAction> advice)
      implements Decision {
    public Rejected {
      advice = List.copyOf(advice);
    }

    public Rejected(RejectionCode code, RichText text) {
      this(code, text, List.of());
    }

    public Rejected advising(AdvisedAction... actions) {
      return new Rejected(code, text, List.of(actions));
    }
  }
}
