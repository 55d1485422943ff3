package dev.rollbackbot.app.trigger;

import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;

/** Tells people of triggers that fired and for which nothing is opened. */
public interface TriggerNotices {
  /**
   * Says in the incidents channel that it fired, and that no deployment was found that could be
   * rolled back. The same again is said once only. Throws {@link
   * dev.rollbackbot.app.IncidentStore.StoreUnavailable} if it is to be said again later.
   */
  void withoutSuspect(Runbook runbook, String environment, Suspicion suspicion);
}
