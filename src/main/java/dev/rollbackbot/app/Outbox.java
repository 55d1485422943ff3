package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be said in Slack, in order per incident; filled by {@link
 * IncidentStore.Unit#enqueue}. Every change is committed on return; throws {@link
 * IncidentStore.StoreUnavailable}.
 */
public interface Outbox {
  /** The oldest rows of an incident that wait, in order. */
  List<Row> waiting(IncidentId incident, int limit);

  /** The incidents that have rows waiting. */
  List<IncidentId> busy();

  /** Notes that the row is about to be performed. */
  void begin(String key);

  /**
   * Notes that the row may not be tried before then.
   *
   * @param maybeDone nothing is known of its end; otherwise it was not performed
   */
  void postpone(String key, Instant until, String why, boolean maybeDone);

  /** Puts the row behind all that wait for the same incident. */
  void goBehind(String key);

  /** Notes that these rows are performed. */
  void done(List<String> keys);

  /** Notes that these rows never will be. */
  void setAside(List<String> keys, String why);

  /**
   * One effect that waits.
   *
   * @param maybeDone it was begun and nothing is known of its end
   * @param notBefore when it may be tried, if it was postponed
   */
  record Row(String key, Effect.ForChat effect, boolean maybeDone, Optional<Instant> notBefore) {}
}
