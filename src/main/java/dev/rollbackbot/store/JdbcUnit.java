package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore.Conflict;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.app.IncidentStore.Unit;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.Runbook;
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
final class JdbcUnit implements Unit {
  private static final int LONGEST_KEY = 255;

  private final Handle handle;
  private final Access access;
  private final History history;
  private final AfterCommits after;
  private final Set<IncidentId> locked = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();

  JdbcUnit(Handle handle, Access access, History history, AfterCommits after) {
    this.handle = handle;
    this.access = access;
    this.history = history;
    this.after = after;
  }

  @Override
  public boolean claim(String key, String answer) {
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
  public void answer(String key, String answer) {
    handle.execute("update delivery set result = ? where key = ?", answer, key);
  }

  @Override
  public Optional<String> answerTo(String key) {
    return handle
        .createQuery("select result from delivery where key = ? and result is not null")
        .bind(0, key)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * The insert waits for another transaction that takes the same number or opens an incident of the
   * same runbook and environment. After that one's commit the loop takes the next number, or finds
   * the incident open. A rollback frees the number.
   */
  @Override
  public Optional<IncidentId> allocate(String runbook, String environment, Instant at) {
    while (openIncident(runbook, environment).isEmpty()) {
      Optional<IncidentId> taken =
          handle
              .createQuery(
                  "insert into incident"
                      + " (number, runbook, environment, version, state, ended, declared_at)"
                      + " select coalesce(max(number), 0) + 1, :runbook, :environment, 0, 'None',"
                      + " 0, :at from incident where true"
                      + " on conflict do nothing returning number")
              .bind("runbook", runbook)
              .bind("environment", environment)
              .bind("at", at.toString())
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
    return handle
        .createQuery(
            "select number from incident where runbook = ? and environment = ? and ended = 0")
        .bind(0, runbook)
        .bind(1, environment)
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .findOne();
  }

  @Override
  public Loaded load(IncidentId incident) {
    lock(incident);
    Loaded loaded = history.load(handle, incident);
    after.add(() -> history.know(incident, loaded));
    return loaded;
  }

  @Override
  public void append(IncidentId incident, long version, List<Event> events, Incident after) {
    if (events.isEmpty()) {
      return;
    }
    try {
      int moved =
          handle
              .createUpdate(
                  "update incident set version = :next, state = :state, ended = :ended,"
                      + " channel = :channel where number = :number and version = :version")
              .bind("next", version + events.size())
              .bind("state", after.state().getClass().getSimpleName())
              .bind("ended", after.state() instanceof State.Ended ? 1 : 0)
              .bind("channel", after.facts().channel().map(Channel::id).orElse(null))
              .bind("number", incident.number())
              .bind("version", version)
              .execute();
      if (moved != 1) {
        throw new Conflict(incident, version);
      }
    } catch (UnableToExecuteStatementException e) {
      if (Trouble.duplicate(e)) {
        // It was reopened while a newer one for the same runbook and environment was open.
        throw new Conflict(incident, version);
      }
      throw e;
    }
    history.append(handle, incident, version, events);
    Loaded loaded = new Loaded(Optional.of(after), version + events.size());
    this.after.add(() -> history.know(incident, loaded));
  }

  @Override
  public void keep(Runbook runbook) {
    history.runbooks.keep(handle, runbook);
  }

  @Override
  public void enqueue(IncidentId incident, String key, Effect.ForChat effect) {
    lock(incident);
    SealedCodec.Stored stored = Codecs.EFFECTS.write(effect);
    waiting.add(new Waiting(incident, key, stored));
  }

  /** Writes the collected rows; to be called before the commit. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    PreparedBatch rows =
        handle.prepareBatch(
            "insert into outbox (incident, position, key, type, json, state, in_doubt, attempts)"
                + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?, 'WAITING', 0, 0"
                + " from outbox where incident = ? on conflict (key) do nothing");
    for (Waiting row : waiting) {
      int number = row.incident().number();
      rows.add(number, row.key(), row.effect().type(), row.effect().json(), number);
    }
    rows.execute();
    waiting.clear();
  }

  private record Waiting(IncidentId incident, String key, SealedCodec.Stored effect) {}

  @Override
  public void remember(IncidentId incident, Effect.Remember rollback) {
    lock(incident);
    Lessons.keep(handle, incident, rollback);
  }

  @Override
  public boolean addJob(IncidentId incident, Effect.RunJob job) {
    return JdbcJobs.add(handle, incident, job);
  }

  @Override
  public void afterCommit(Runnable action) {
    after.add(action);
  }

  /** Ends with the transaction; its user must neither commit nor close it. */
  Connection connection() {
    return handle.getConnection();
  }

  /** A second transaction on the incident waits here, and then sees what the first one wrote. */
  private void lock(IncidentId incident) {
    if (locked.add(incident)) {
      access.lock(handle, incident);
    }
  }
}
