package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be said in Slack, in order per incident; filled by {@link
 * IncidentStore.UnitOfWork#enqueue}. Every change is committed on return; throws {@link
 * IncidentStore.StoreUnavailable}.
 */
public interface Outbox {
  /** The oldest rows of an incident that wait, in order. */
  List<OutboxRow> waiting(IncidentId incident, int limit);

  /** The incidents that have rows waiting. */
  List<IncidentId> incidentsWithWaitingRows();

  /** Notes that the row is about to be performed. */
  void markStarted(String key);

  /**
   * Notes that the row may not be tried before then.
   *
   * @param maybeDone nothing is known of its end; otherwise it was not performed
   */
  void postpone(String key, Instant until, String why, boolean maybeDone);

  /** Puts the row behind all that wait for the same incident. */
  void moveToEnd(String key);

  /** Notes that these rows are performed. */
  void markDelivered(List<String> keys);

  /** Notes that these rows never will be. */
  void markFailed(List<String> keys, String why);

  /**
   * One effect that waits.
   *
   * @param maybeDone it was begun and nothing is known of its end
   * @param notBefore when it may be tried, if it was postponed
   */
  record OutboxRow(
      String key, Effect.ForChat effect, boolean maybeDone, Optional<Instant> notBefore) {}
}
