package dev.rollbackbot.app.payload;

import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.incident.IncidentId;
import java.util.List;

/** Stores payloads until they are decided. */
public interface WaitingPayloads {
  /** Adds a payload as part of a transaction; a second delivery of it changes nothing. */
  void add(UnitOfWork unit, WaitingPayload payload);

  boolean existFor(String person);

  /** Whether one is known to be about that incident. */
  boolean existAbout(IncidentId incident);

  /** Those of one person, oldest first: they are decided in that order. */
  List<WaitingPayload> of(String person);

  /** Everybody who has one. */
  List<String> people();

  /** From now on something of it may have been stored. */
  void markInDoubt(String key);

  void delete(String key);
}
