package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Effects for Slack, in order per incident. {@link IncidentStore.UnitOfWork#enqueue} adds them.
 * Every change is committed on return; throws {@link IncidentStore.StoreUnavailable}.
 */
public interface Outbox {
  /** The oldest waiting rows of an incident, in order. */
  List<OutboxRow> waiting(IncidentId incident, int limit);

  List<IncidentId> incidentsWithWaitingRows();

  /** Records that an attempt starts: until it is settled, the row may have been delivered. */
  void markStarted(String key);

  /**
   * Forbids another attempt before that time.
   *
   * @param maybeDone whether the row was delivered is unknown; otherwise it was not
   */
  void postpone(String key, Instant until, String why, boolean maybeDone);

  /** Moves the row behind all other rows of its incident. */
  void moveToEnd(String key);

  void markDelivered(List<String> keys);

  /** These rows are never tried again. */
  void markFailed(List<String> keys, String why);

  /**
   * One waiting effect.
   *
   * @param maybeDone an attempt was started and its result is unknown
   * @param notBefore the earliest next attempt, if it was postponed
   */
  record OutboxRow(
      String key, Effect.ForChat effect, boolean maybeDone, Optional<Instant> notBefore) {}
}
