package dev.rollbackbot.app.readiness;

import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.List;

/** Tells people that a rollback would work now, or no longer. */
public interface ReadinessNotices {
  /**
   * Says it in the incidents channel. The same round again is said once only. Throws {@link
   * dev.rollbackbot.app.IncidentStore.StoreUnavailable} if it is to be said again later.
   *
   * @param round when the round was due
   * @param changed those that say something else than before; not empty
   */
  void changed(Instant round, List<ChangedReadiness> changed);

  /** A report and its runbook. */
  record ChangedReadiness(Runbook runbook, ReadinessReport report) {}
}
