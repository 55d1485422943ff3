package dev.rollbackbot.app.readiness;

import dev.rollbackbot.incident.readiness.ReadinessReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found when somebody, or the bot by itself, asked whether a rollback would work. Throws
 * {@link dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface ReadinessRecords {
  /**
   * Stores a report.
   *
   * @param nightly whether it is the one that the channel is told of when it changes
   */
  void save(ReadinessReport report, boolean nightly);

  /** The newest of each runbook and environment. */
  List<ReadinessReport> newest();

  /** The newest of that runbook and environment that is no younger than that. */
  Optional<ReadinessReport> until(String runbook, String environment, Instant at);

  /** The newest nightly one. */
  Optional<ReadinessReport> nightly(String runbook, String environment);
}
