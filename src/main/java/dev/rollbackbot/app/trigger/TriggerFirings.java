package dev.rollbackbot.app.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of triggers that were measured or alerted. The trigger's mode decides; everything is
 * recorded. Throws {@link dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface TriggerFirings {
  /** A trigger calls for a rollback. The same firing again, by its key, changes nothing. */
  FiringOutcome fired(TriggerFiring firing);

  /**
   * It no longer does. Nothing happens if it had not fired.
   *
   * @param runbook id
   * @param environment id
   * @param trigger id
   */
  void recovered(String runbook, String environment, String trigger, Instant at);

  /**
   * Another system's alert about a trigger has ended, which is no recovery, or fires again. Nothing
   * happens if nobody was told of it.
   *
   * @param flaps it has come and gone so often that from now on only a lasting end is told
   */
  void alertChanged(
      String runbook, String environment, String trigger, boolean firing, boolean flaps);

  /**
   * A trigger that fired.
   *
   * @param key the same for the same firing, at most 200 characters
   * @param runbook id
   * @param environment id
   * @param trigger id
   * @param service id of the service that it is about
   * @param at when it fired
   * @param onset when the fault began as far as it is known; of an alert its start, by which time
   *     the change that may have caused it was live
   * @param readings what was measured or alerted, newest first, each a line to show; at most 5
   * @param alertedBy id of the system whose alert tells it; empty: the bot measured it itself
   */
  record TriggerFiring(
      String key,
      String runbook,
      String environment,
      String trigger,
      String service,
      Instant at,
      Optional<Instant> onset,
      List<String> readings,
      Optional<String> alertedBy) {
    public TriggerFiring {
      readings = List.copyOf(readings);
    }
  }

  /**
   * A trigger that has fired was measured or alerted to hold still. Nothing happens but for one
   * that was told in a drill: when that is over it is proposed after all.
   */
  void stillFires(TriggerKey trigger);

  /** What was done. */
  enum FiringOutcome {
    /** Nothing: the trigger is off, or the runbook has no such trigger or environment. */
    OFF,
    /** It was recorded only. */
    RECORDED,
    /** There is a proposal now, or an incident. */
    PROPOSED,
    /** It was added to the proposal or incident that was open. */
    ADDED,
    /** It was told in the drill that was open, and is proposed if it holds when that is over. */
    TOLD_IN_DRILL,
    /** No deployment was found that could be rolled back. */
    WITHOUT_SUSPECT
  }
}
