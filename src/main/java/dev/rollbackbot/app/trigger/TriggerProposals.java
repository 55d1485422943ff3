package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;

/** Where a firing goes that people are to see. */
public interface TriggerProposals {
  /**
   * Proposes a rollback, or adds to what is open for that runbook and environment. Asked again for
   * the same, it proposes nothing a second time.
   *
   * @param suspicion with a suspect, unless nothing was found that could be rolled back
   */
  FiringOutcome propose(Runbook runbook, String environment, Suspicion suspicion, TriggerMode mode);

  /** Whether nothing but a drill is open there, by ids. */
  boolean isInDrill(String runbook, String environment);

  /** An alert about the trigger has ended, which is no recovery, or fires again. All are ids. */
  void alertChanged(
      String runbook, String environment, String trigger, boolean firing, boolean flaps);

  /** The trigger no longer calls for it. All are ids. */
  void recovered(String runbook, String environment, String trigger);
}
