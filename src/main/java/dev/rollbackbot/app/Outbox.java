package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Effects for Slack, in order per incident and destination. {@link
 * IncidentStore.UnitOfWork#enqueue} adds them. Every change is committed on return; throws {@link
 * IncidentStore.StoreUnavailable}.
 */
public interface Outbox {
  /** The oldest waiting rows of an incident, in order. */
  List<OutboxRow> waiting(IncidentId incident, int limit);

  /** Of these, the rows whose destination has no first row that was postponed until later. */
  List<OutboxRow> due(IncidentId incident, Instant now, int limit);

  /** Until when destinations wait because their first row was postponed. */
  Map<String, Instant> postponed(IncidentId incident, Instant now);

  List<IncidentId> incidentsWithWaitingRows();

  /** Empty: no row that was due before that time still waits for its turn. */
  Optional<OverdueRow> overdue(Instant since);

  /** Records that an attempt starts: until it is settled, the row may have been delivered. */
  void markStarted(String key);

  /**
   * Forbids another attempt before that time.
   *
   * @param maybeDone whether the row was delivered is unknown; otherwise it was not
   */
  void postpone(String key, Instant until, String why, boolean maybeDone);

  /** Moves the row behind all other rows of its incident, so also of its destination. */
  void moveToEnd(String key);

  /** Moves the row before all other rows of its incident, so also of its destination. */
  void moveToFront(String key);

  void markDelivered(List<String> keys);

  /** As delivered, without having been: a later one says it. */
  void markSettled(List<String> keys, String how);

  /** How many posts of the incident were delivered to that destination. */
  int posted(IncidentId incident, String destination);

  /** How many posts of the incident to that destination wait, or were refused. */
  int unposted(IncidentId incident, String destination);

  /** These rows are never tried again. */
  void markFailed(List<String> keys, String why);

  /**
   * One waiting effect.
   *
   * @param maybeDone an attempt was started and its result is unknown
   * @param notBefore the earliest next attempt, if it was postponed
   * @param destination of {@link DeliveryDestinations}
   * @param attempts how many were started
   */
  record OutboxRow(
      String key,
      Effect.ForChat effect,
      boolean maybeDone,
      Optional<Instant> notBefore,
      String destination,
      int attempts) {}

  /** The incident of a row that is the first of its destination, and since when it could go. */
  record OverdueRow(String key, IncidentId incident, Instant since) {}
}
