package dev.rollbackbot.app.alert;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Stores what is known of alerts. Throws {@link
 * dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface AlertStore {
  /** Makes other transactions on alerts wait until this one ends; to be called first. */
  void lock(UnitOfWork unit);

  /** Claims the key of a delivery. False: it was delivered before. */
  boolean claim(UnitOfWork unit, String source, String deliveryKey, Instant at);

  /** Those that are known, by their fingerprint. */
  Map<String, AlertState> find(UnitOfWork unit, String source, Collection<String> fingerprints);

  /** Inserts or replaces what is known. */
  void save(UnitOfWork unit, String source, Collection<AlertState> states);

  /**
   * Deletes keys of deliveries from before {@code keys}, and alerts not seen since {@code seen}.
   */
  void forget(UnitOfWork unit, Instant keys, Instant seen);
}
