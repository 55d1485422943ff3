package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.RollbackHistory;
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
  <T> T inTransaction(Function<UnitOfWork, T> work);

  /** An incident as it is now, if it exists. */
  Optional<VersionedIncident> load(IncidentId incident);

  /** All events of an incident, in order. */
  List<Event> events(IncidentId incident);

  /** The incident whose conversation is in that channel; the newest open one, else the newest. */
  Optional<IncidentId> findByChannel(String channelId);

  /** Incidents that have not ended, newest first. */
  List<IncidentSummary> openIncidents();

  /** The open incidents in a state that may want measurements. */
  List<IncidentId> incidentsBeingMeasured();

  /** What earlier incidents taught about services, by the provider's names. */
  RollbackHistory rollbackHistory(Collection<String> resources);

  /**
   * An incident and the number of events behind it.
   *
   * @param incident empty: nothing was declared
   */
  record VersionedIncident(Optional<Incident> incident, long version) {}

  /** One line about an incident. */
  record IncidentSummary(
      IncidentId id,
      String runbook,
      String environment,
      String state,
      Optional<String> channelId,
      Instant declaredAt) {}

  /** One transaction. */
  interface UnitOfWork {
    /**
     * Claims a payload's key. False: it was claimed before, so this is a second delivery.
     *
     * @param key of the payload, at most 255 characters
     * @param answer what a second delivery is answered, unless {@link #replaceResult} says
     *     otherwise
     */
    boolean claimKey(String key, String answer);

    /** Keeps another answer for a second delivery than what was claimed with. */
    void replaceResult(String key, String answer);

    /** What a payload was answered before; empty when it was answered nothing. */
    Optional<String> previousResult(String key);

    /**
     * The number for a new incident of that runbook there; empty when one is open already.
     *
     * @see #openIncident
     */
    Optional<IncidentId> allocate(String runbook, String environment, Instant at);

    /** The open incident of that runbook there. */
    Optional<IncidentId> openIncident(String runbook, String environment);

    /** An incident as this transaction sees it. */
    VersionedIncident load(IncidentId incident);

    /**
     * Appends events, if nobody else has since that version.
     *
     * @param after what they lead to; kept for lists
     * @throws VersionConflict when somebody else has
     */
    void append(IncidentId incident, long version, List<Event> events, Incident after);

    /** Keeps a runbook's text, by its hash. */
    void saveRunbook(Runbook runbook);

    /** Puts an effect for Slack into the outbox, behind those that wait. */
    void enqueue(IncidentId incident, String key, Effect.ForChat effect);

    /** Keeps what later incidents should know. */
    void saveRollbackHistory(IncidentId incident, Effect.RecordRollback rollback);

    /** Adds a job that is not begun. False: its id is known already, and nothing changed. */
    boolean addJob(IncidentId incident, Effect.RunJob job);

    /** Runs the action once the transaction is committed; never when it is rolled back. */
    void afterCommit(Runnable action);
  }

  /** Somebody else appended first; load and decide again. */
  final class VersionConflict extends RuntimeException {
    public VersionConflict(IncidentId incident, long version) {
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
