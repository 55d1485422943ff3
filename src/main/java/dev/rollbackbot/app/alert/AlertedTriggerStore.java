package dev.rollbackbot.app.alert;

import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.alert.AlertMapping.MatchedTrigger;
import dev.rollbackbot.app.trigger.AlertedTriggers;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Stores which triggers alerts mean, and what they have come to. Throws {@link
 * dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface AlertedTriggerStore extends AlertedTriggers {
  /** Replaces what each of these alerts means, by their fingerprints; it may be nothing. */
  void saveMatches(UnitOfWork unit, String source, Map<String, Collection<MatchedTrigger>> matches);

  /** An alert that means these triggers has begun to fire. */
  void fired(UnitOfWork unit, Collection<TriggerKey> triggers, Instant at);

  /** An alert means these triggers that fires already. */
  void know(UnitOfWork unit, Collection<TriggerKey> triggers, Instant at);

  /** Every trigger that an alert has meant. */
  List<AlertsOfTrigger> triggers(UnitOfWork unit, Instant now);

  /**
   * Stores what it has come to. That it was measured to be over stays as long as it is the same.
   */
  void save(UnitOfWork unit, TriggerKey trigger, AlertedTrigger state);

  /**
   * The alerts that a firing consists of, by their last change, newest first: those that have begun
   * since and fire; without any, those that have ended since; without any, all that fire. An alert
   * of an earlier firing tells nothing about this one.
   *
   * @param begun when the firing began
   */
  List<AlertLine> lines(UnitOfWork unit, TriggerKey trigger, Instant begun, Instant now, int most);

  /** Deletes what is about no alert that is stored, and has not fired since. */
  void forget(UnitOfWork unit, Instant before);

  /**
   * A trigger, and what is stored of its alerts.
   *
   * @param state as of the last time that it was looked at
   * @param firing how many of its alerts fire now
   * @param firedAt when one of them began to fire last
   */
  record AlertsOfTrigger(TriggerKey trigger, AlertedTrigger state, int firing, Instant firedAt) {}

  /**
   * An alert that means a trigger.
   *
   * @param service id of the runbook's service that it is about
   * @param title masked
   * @param startsAt by its sender's account
   */
  record AlertLine(String source, String service, String title, Instant startsAt) {}
}
