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

/** One transaction on one connection. */
final class JdbcUnit implements Unit {
  private static final int LONGEST_KEY = 255;

  private final Handle h;
  private final History history;
  private final String rowLock;
  private final AfterCommits after;
  private final Set<IncidentId> locked = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * Joins a transaction.
   *
   * @param rowLock what makes a select lock its row; empty where the transaction has all locks
   */
  JdbcUnit(Handle h, History history, String rowLock, AfterCommits after) {
    this.h = h;
    this.history = history;
    this.rowLock = rowLock;
    this.after = after;
  }

  @Override
  public boolean claim(String key, String answer) {
    if (key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("a key of " + key.length() + " characters is too long");
    }
    return h.execute(
            "insert into delivery (key, at, answer) values (?, ?, ?) on conflict (key) do nothing",
            key,
            Instant.now().toEpochMilli(),
            answer)
        == 1;
  }

  @Override
  public void answer(String key, String answer) {
    h.execute("update delivery set answer = ? where key = ?", answer, key);
  }

  @Override
  public Optional<String> answerTo(String key) {
    return h.createQuery("select answer from delivery where key = ? and answer is not null")
        .bind(0, key)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * The insert waits for another transaction that takes the same number or opens the same; when
   * that one is committed, this one takes the next number or finds it open. A roll back gives the
   * number back.
   */
  @Override
  public Optional<IncidentId> allocate(String runbook, String environment, Instant at) {
    while (openIncident(runbook, environment).isEmpty()) {
      Optional<IncidentId> taken =
          h.createQuery(
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
    return h.createQuery(
            "select number from incident where runbook = ? and environment = ? and ended = 0")
        .bind(0, runbook)
        .bind(1, environment)
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .findOne();
  }

  @Override
  public Loaded load(IncidentId incident) {
    lock(incident);
    Loaded loaded = history.load(h, incident);
    after.then(() -> history.know(incident, loaded));
    return loaded;
  }

  @Override
  public void append(IncidentId incident, long version, List<Event> events, Incident after) {
    if (events.isEmpty()) {
      return;
    }
    try {
      int moved =
          h.createUpdate(
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
        // It came back to life while another one was declared for the same.
        throw new Conflict(incident, version);
      }
      throw e;
    }
    history.append(h, incident, version, events);
    Loaded loaded = new Loaded(Optional.of(after), version + events.size());
    this.after.then(() -> history.know(incident, loaded));
  }

  @Override
  public void keep(Runbook runbook) {
    history.runbooks.keep(h, runbook);
  }

  @Override
  public void enqueue(IncidentId incident, String key, Effect.ForChat effect) {
    lock(incident);
    SealedCodec.Stored stored = Codecs.EFFECTS.write(effect);
    waiting.add(new Waiting(incident, key, stored));
  }

  /** Writes what was collected; to be called before the commit. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    PreparedBatch rows =
        h.prepareBatch(
            "insert into outbox (incident, position, key, type, json, state, begun, attempts)"
                + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?, 'WAITING', 0, 0"
                + " from outbox where incident = ? on conflict (key) do nothing");
    for (Waiting w : waiting) {
      int number = w.incident().number();
      rows.add(number, w.key(), w.effect().type(), w.effect().json(), number);
    }
    rows.execute();
    waiting.clear();
  }

  private record Waiting(IncidentId incident, String key, SealedCodec.Stored effect) {}

  @Override
  public void remember(IncidentId incident, Effect.Remember lesson) {
    lock(incident);
    Lessons.keep(h, incident, lesson);
  }

  @Override
  public <C> C unwrap(Class<C> type) {
    if (type.isInstance(h)) {
      return type.cast(h);
    }
    if (type.isInstance(after)) {
      return type.cast(after);
    }
    if (type == Connection.class) {
      return type.cast(BorrowedConnection.of(h.getConnection()));
    }
    throw new IllegalArgumentException("a transaction has no " + type.getName());
  }

  /** One writer per incident: whoever comes second waits and then sees what the first one did. */
  private void lock(IncidentId incident) {
    if (!rowLock.isEmpty() && locked.add(incident)) {
      h.createQuery("select number from incident where number = ?" + rowLock)
          .bind(0, incident.number())
          .mapTo(Integer.class)
          .findOne();
    }
  }
}
