package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** A decision needs something that can't be had at the moment; later it may be possible. */
final class NotDecidedYet extends RuntimeException {
  /** What the decision waits for. */
  enum WaitsFor {
    /** Slack is slow to say what the person may do. */
    ROLES,
    /** The database takes no command; it may have taken this one. */
    DATABASE,
    /** Something that the person did before. */
    EARLIER
  }

  private final WaitsFor waitsFor;
  private final transient Optional<IncidentId> incident;
  private final String otherwise;

  /** {@code otherwise} is what the person is told if it can't be decided later either. */
  NotDecidedYet(WaitsFor waitsFor, Optional<IncidentId> incident, String why, String otherwise) {
    super(why, null, false, false);
    this.waitsFor = waitsFor;
    this.incident = incident;
    this.otherwise = otherwise;
  }

  WaitsFor waitsFor() {
    return waitsFor;
  }

  /** What the decision is about; empty: a declaration. */
  Optional<IncidentId> incident() {
    return incident;
  }

  String otherwise() {
    return otherwise;
  }
}
