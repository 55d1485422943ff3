package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an assessment of versions stands on, apart from the deployments.
 *
 * @param began when the fault began, as a person said; empty: not known
 * @param detected when it was seen, by when it had begun
 * @param settled a version that was live that long before the fault began is good
 * @param suspects why versions of this incident are none to return to, by id
 */
public record KnownFacts(
    Optional<Instant> began,
    Instant detected,
    Duration settled,
    RollbackHistory history,
    Map<String, String> suspects) {
  public KnownFacts {
    suspects = SortedCopy.of(suspects);
  }

  /** The latest time at which the fault began. */
  Instant beganBy() {
    return began.orElse(detected);
  }

  /** For people: the event at that time. */
  String beganText() {
    return began.isPresent() ? "the fault began" : "the fault was seen";
  }
}
