package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Remembers incidents: their events, and what follows from them in one transaction. */
public interface IncidentStore {
  /**
   * Runs the work in one transaction and commits it durably before returning; an exception rolls
   * all of it back.
   *
   * @throws StoreUnavailable when the database can't be read or written
   */
  <T> T inTransaction(Function<Unit, T> work);

  /** An incident as it is now, if it exists. */
  Optional<Loaded> load(IncidentId incident);

  /** All events of an incident, in order. */
  List<Event> events(IncidentId incident);

  /** The incident whose conversation is in that channel; the newest open one, else the newest. */
  Optional<IncidentId> inChannel(String channelId);

  /** Incidents that have not ended, newest first. */
  List<Summary> open();

  /** The open incidents in a state that may want measurements. */
  List<IncidentId> measuring();

  /** The newest incidents, newest first. */
  List<Summary> recent(int limit);

  /** What earlier incidents taught about services, by the provider's names. */
  Lore lore(Collection<String> resources);

  /**
   * An incident and the number of events behind it.
   *
   * @param incident empty: nothing was declared
   */
  record Loaded(Optional<Incident> incident, long version) {}

  /** One line about an incident. */
  record Summary(
      IncidentId id,
      String runbook,
      String environment,
      String state,
      Optional<String> channelId,
      Instant declaredAt) {}

  /** One transaction. */
  interface Unit {
    /**
     * Claims a payload's key. False: it was claimed before, so this is a second delivery.
     *
     * @param key of the payload, at most 255 characters
     * @param answer what a second delivery is answered, unless {@link #answer} says otherwise
     */
    boolean claim(String key, String answer);

    /** Keeps another answer for a second delivery than what was claimed with. */
    void answer(String key, String answer);

    /** What a payload was answered before; empty when it was answered nothing. */
    Optional<String> answerTo(String key);

    /**
     * The number for a new incident of that runbook there; empty when one is open already.
     *
     * @see #openIncident
     */
    Optional<IncidentId> allocate(String runbook, String environment, Instant at);

    /** The open incident of that runbook there. */
    Optional<IncidentId> openIncident(String runbook, String environment);

    /** An incident as this transaction sees it. */
    Loaded load(IncidentId incident);

    /**
     * Appends events, if nobody else has since that version.
     *
     * @param after what they lead to; kept for lists
     * @throws Conflict when somebody else has
     */
    void append(IncidentId incident, long version, List<Event> events, Incident after);

    /** Keeps a runbook's text, by its hash. */
    void keep(Runbook runbook);

    /** Puts an effect for Slack into the outbox, behind those that wait. */
    void enqueue(IncidentId incident, String key, Effect.ForChat effect);

    /** Keeps what later incidents should know. */
    void remember(IncidentId incident, Effect.Remember lesson);

    /** The transaction's own resource of that type, for a queue that joins it. */
    <C> C unwrap(Class<C> type);
  }

  /** Somebody else appended first; load and decide again. */
  final class Conflict extends RuntimeException {
    public Conflict(IncidentId incident, long version) {
      super(incident.label() + " has moved on from version " + version);
    }
  }

  /** The database can't be read or written. */
  final class StoreUnavailable extends RuntimeException {
    private final String why;

    public StoreUnavailable(String why, Throwable cause) {
      super(why, cause);
      this.why = why;
    }

    public StoreUnavailable(String why) {
      super(why);
      this.why = why;
    }

    /** What could not be done and where, without credentials. */
    public String why() {
      return why;
    }
  }
}
