package dev.rollbackbot.store;

import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.IncidentStore.VersionConflict;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** One transaction on one connection. Rows for the outbox are collected and written at its end. */
final class JdbcUnitOfWork implements UnitOfWork {
  private static final int LONGEST_KEY = 255;

  private final Handle handle;
  private final DatabaseAccess database;
  private final EventHistory history;
  private final AfterCommitActions afterCommit;
  private final Set<IncidentId> locked = new HashSet<>();
  private final List<PendingEffect> pending = new ArrayList<>();

  JdbcUnitOfWork(
      Handle handle, DatabaseAccess database, EventHistory history, AfterCommitActions after) {
    this.handle = handle;
    this.database = database;
    this.history = history;
    this.afterCommit = after;
  }

  @Override
  public boolean claimKey(String key, String answer) {
    if (key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("a key of " + key.length() + " characters is too long");
    }
    return handle.execute(
            "insert into delivery (key, at, result) values (?, ?, ?) on conflict (key) do nothing",
            key,
            Instant.now().toEpochMilli(),
            answer)
        == 1;
  }

  @Override
  public void replaceResult(String key, String answer) {
    handle.execute("update delivery set result = ? where key = ?", answer, key);
  }

  @Override
  public Optional<String> previousResult(String key) {
    return handle
        .select("select result from delivery where key = ? and result is not null", key)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * The insert waits for another transaction that takes the same number or opens an incident of the
   * same runbook and environment. After that one's commit the loop takes the next number, or finds
   * the incident open. A rollback frees the number.
   */
  @Override
  public Optional<IncidentId> allocate(
      String runbook, String environment, boolean drill, Instant at) {
    while (openIncident(runbook, environment).isEmpty()
        && !(drill && openDrill(runbook, environment).isPresent())) {
      Optional<IncidentId> taken =
          handle
              .select(
                  "insert into incident"
                      + " (number, runbook, environment, version, state, ended, drill, declared_at)"
                      + " select coalesce(max(number), 0) + 1, ?, ?, 0, 'None', 0, ?, ?"
                      + " from incident where true on conflict do nothing returning number",
                  runbook,
                  environment,
                  drill ? 1 : 0,
                  at.toString())
              .map((rs, _) -> new IncidentId(rs.getInt(1)))
              .findOne();
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<IncidentId> openIncident(String runbook, String environment) {
    return open(runbook, environment, 0);
  }

  @Override
  public Optional<IncidentId> openDrill(String runbook, String environment) {
    return open(runbook, environment, 1);
  }

  private Optional<IncidentId> open(String runbook, String environment, int drill) {
    return handle
        .select(
            "select number from incident"
                + " where runbook = ? and environment = ? and drill = ? and ended = 0",
            runbook,
            environment,
            drill)
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .findOne();
  }

  @Override
  public List<IncidentId> openDrills(String runbook) {
    return handle
        .select(
            "select number from incident"
                + " where runbook = ? and drill = 1 and ended = 0 and version > 0 order by number",
            runbook)
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .list();
  }

  @Override
  public VersionedIncident load(IncidentId incident) {
    lock(incident);
    VersionedIncident loaded = history.load(handle, incident);
    afterCommit.add(() -> history.cacheState(incident, loaded));
    return loaded;
  }

  @Override
  public void append(IncidentId incident, long version, List<Event> events, Incident after) {
    try {
      int updated =
          handle.execute(
              "update incident set version = ?, state = ?, ended = ?, channel = ?"
                  + " where number = ? and version = ?",
              version + events.size(),
              after.state().getClass().getSimpleName(),
              after.state() instanceof State.Ended ? 1 : 0,
              after.details().channel().map(Channel::id).orElse(null),
              incident.number(),
              version);
      if (updated != 1) {
        throw new VersionConflict(incident, version);
      }
    } catch (UnableToExecuteStatementException e) {
      if (DatabaseErrors.duplicate(e)) {
        // It was reopened while a newer one for the same runbook and environment was open.
        throw new VersionConflict(incident, version);
      }
      throw e;
    }
    history.append(handle, incident, version, events);
    VersionedIncident appended = new VersionedIncident(Optional.of(after), version + events.size());
    afterCommit.add(() -> history.cacheState(incident, appended));
  }

  @Override
  public void saveRunbook(Runbook runbook) {
    history.runbooks.insert(handle, runbook);
  }

  @Override
  public void enqueue(IncidentId incident, String key, Effect.ForChat effect) {
    lock(incident);
    pending.add(
        new PendingEffect(
            incident,
            key,
            JsonCodecs.EFFECTS.write(effect),
            DeliveryDestinations.of(effect),
            effect instanceof Effect.RepeatPost));
  }

  /** Writes the collected outbox rows; called before the commit. */
  void flush() {
    PreparedBatch rows =
        handle.prepareBatch(
            "insert into outbox (incident, position, key, type, json, destination, at, state,"
                + " in_doubt, attempts)"
                + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?, 'WAITING', 0, 0"
                + " from outbox where incident = ? on conflict (key) do nothing");
    long now = Instant.now().toEpochMilli();
    for (PendingEffect row : pending) {
      int number = row.incident().number();
      String type = row.effect().type();
      String json = row.effect().json();
      rows.add(number, row.key(), type, json, row.destination(), now, number);
    }
    rows.execute();
    pending.stream().filter(PendingEffect::urgent).forEach(this::endWait);
  }

  /** A person asked to try a destination again, which is not made to wait any longer. */
  private void endWait(PendingEffect row) {
    handle.execute(
        "update outbox set not_before = null"
            + " where incident = ? and destination = ? and state = 'WAITING'",
        row.incident().number(),
        row.destination());
  }

  private record PendingEffect(
      IncidentId incident, String key, EncodedRecord effect, String destination, boolean urgent) {}

  @Override
  public void saveRollbackHistory(IncidentId incident, Effect.RecordRollback rollback) {
    lock(incident);
    RollbackHistoryTable.insert(handle, incident, rollback);
  }

  @Override
  public void saveVersionMarks(IncidentId incident, Effect.MarkVersions marks) {
    lock(incident);
    RollbackHistoryTable.insertMarks(handle, incident, marks);
  }

  @Override
  public void deleteVersionMarks(IncidentId incident) {
    lock(incident);
    RollbackHistoryTable.deleteMarks(handle, incident);
  }

  @Override
  public Optional<LockHolder> takeLocks(
      Set<String> resources, IncidentId incident, String job, String lead, Instant at) {
    return ResourceLockTable.take(handle, resources, incident, job, lead, at);
  }

  @Override
  public void releaseLocks(IncidentId incident, Set<String> kept) {
    ResourceLockTable.release(handle, incident, kept);
  }

  @Override
  public boolean addJob(IncidentId incident, Effect.RunJob job) {
    return JdbcJobs.add(handle, incident, job);
  }

  @Override
  public Optional<Integer> beginAttempt(String job, int attempt, Instant now) {
    return JdbcJobs.beginAttempt(handle, job, attempt, now);
  }

  @Override
  public void requestStop(Effect.RequestJobStop job) {
    JdbcJobs.requestStop(handle, job.job());
  }

  @Override
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  Connection connection() {
    return handle.getConnection();
  }

  /** A second transaction on the incident waits here, and then sees what the first one wrote. */
  private void lock(IncidentId incident) {
    if (locked.add(incident)) {
      database.lock(handle, incident);
    }
  }
}
