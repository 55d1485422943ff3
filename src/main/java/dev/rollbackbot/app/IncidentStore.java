package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Stores incidents: their events, and the effects of these in the same transaction. */
public interface IncidentStore {
  /**
   * Runs the work in one transaction and commits it durably before returning; an exception rolls
   * all of it back.
   *
   * @throws StoreUnavailable when the database can't be read or written; {@link
   *     StoreUnavailable#perhapsStored} says whether nothing is stored
   */
  <T> T inTransaction(Function<UnitOfWork, T> work);

  /** The incident's current state, if it exists. */
  Optional<VersionedIncident> load(IncidentId incident);

  List<Event> events(IncidentId incident);

  /** The incident whose conversation is in that channel; the newest open one, else the newest. */
  Optional<IncidentId> findByChannel(String channelId);

  /** Incidents that have not ended, newest first. */
  List<IncidentSummary> openIncidents();

  /** The newest drills of a runbook that have ended, newest first, at most so many. */
  List<IncidentId> endedDrills(String runbook, int limit);

  /** The open incidents in a state that may need measurements. */
  List<IncidentId> incidentsBeingMeasured();

  List<IncidentId> incidentsWithLocks();

  /** What earlier rollbacks showed about what is recorded under these names. */
  RollbackHistory rollbackHistory(Collection<String> resources);

  /** Those of these locks that other incidents hold. */
  Set<String> heldByOthers(IncidentId incident, Collection<String> locks);

  /**
   * When a rollback began last without an approval for the incident's runbook and environment;
   * empty: none did.
   */
  Optional<Instant> lastAutomaticRollback(IncidentId incident);

  /** An incident, empty if it was never declared, and the number of its events. */
  record VersionedIncident(Optional<Incident> incident, long version) {}

  record IncidentSummary(
      IncidentId id,
      String runbook,
      String environment,
      String state,
      Optional<String> channelId,
      Instant declaredAt,
      boolean drill) {}

  interface UnitOfWork {
    /**
     * Claims a payload's key. False: it was claimed before, so this is a second delivery.
     *
     * @param key at most 255 characters
     * @param result what a second delivery gets, unless {@link #replaceResult} replaces it
     */
    boolean claimKey(String key, String result);

    /** Replaces the result of a key that this transaction claimed. */
    void replaceResult(String key, String result);

    Optional<String> previousResult(String key);

    /**
     * The number for a new incident, or drill; empty when {@link #openIncident} has one already, or
     * for a drill {@link #openDrill}.
     */
    Optional<IncidentId> allocate(String runbook, String environment, boolean drill, Instant at);

    /** Drills are none. */
    Optional<IncidentId> openIncident(String runbook, String environment);

    Optional<IncidentId> openDrill(String runbook, String environment);

    /** Those of the runbook in any environment. */
    List<IncidentId> openDrills(String runbook);

    /** An incident as this transaction sees it. */
    VersionedIncident load(IncidentId incident);

    /**
     * Appends events to that version.
     *
     * @param after the state that they lead to
     * @throws VersionConflict when another transaction has appended since
     */
    void append(IncidentId incident, long version, List<Event> events, Incident after);

    void saveRunbook(Runbook runbook);

    void enqueue(IncidentId incident, String key, Effect.ForChat effect);

    /** Stores what later incidents read by {@link IncidentStore#rollbackHistory}. */
    void saveRollbackHistory(IncidentId incident, Effect.RecordRollback rollback);

    /** The same. */
    void saveVersionMarks(IncidentId incident, Effect.MarkVersions marks);

    /** Those of that incident. */
    void deleteVersionMarks(IncidentId incident);

    /**
     * Takes the locks of all those resources, also again, or none that it does not have.
     *
     * @param lead user id of the incident's lead
     * @return empty: the incident has them; otherwise who has the first one that excludes one of
     *     them
     */
    Optional<LockHolder> takeLocks(
        Set<String> resources, IncidentId incident, String job, String lead, Instant at);

    /** Releases the incident's locks, except those of these resources. */
    void releaseLocks(IncidentId incident, Set<String> kept);

    /** Adds a job that is not started. False: its id exists, and nothing changed. */
    boolean addJob(IncidentId incident, Effect.RunJob job);

    /** As {@link Jobs#beginAttempt}, in this transaction. */
    Optional<Integer> beginAttempt(String job, int attempt, Instant now);

    /** Stores that a person has asked to stop a job. */
    void requestStop(Effect.RequestJobStop job);

    /** Runs the action once the transaction is committed; never when it is rolled back. */
    void afterCommit(Runnable action);
  }

  /** Another transaction appended first; load and decide again. */
  final class VersionConflict extends RuntimeException {
    public VersionConflict(IncidentId incident, long version) {
      super(incident.label() + " is newer than version " + version);
    }
  }

  /** The database can't be read or written. */
  final class StoreUnavailable extends RuntimeException {
    private final boolean perhapsStored;

    public StoreUnavailable(String why, Throwable cause) {
      this(why, cause, false);
    }

    public StoreUnavailable(String why) {
      super(why);
      this.perhapsStored = false;
    }

    private StoreUnavailable(String why, Throwable cause, boolean perhapsStored) {
      super(why, cause);
      this.perhapsStored = perhapsStored;
    }

    /** The answer to the commit was lost: all of it is stored, or nothing. */
    public static StoreUnavailable duringCommit(String why, Throwable cause) {
      return new StoreUnavailable(why, cause, true);
    }

    /** Whether the transaction may be stored all the same; otherwise it is not. */
    public boolean perhapsStored() {
      return perhapsStored;
    }

    /** What could not be done and where, without credentials. */
    public String why() {
      return String.valueOf(getMessage());
    }
  }
}
