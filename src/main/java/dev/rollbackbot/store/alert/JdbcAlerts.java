package dev.rollbackbot.store.alert;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.alert.AlertStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tables of alerts and of their deliveries.
 *
 * @param connections the open connection of a transaction
 */
public record JdbcAlerts(Function<UnitOfWork, Connection> connections) implements AlertStore {
  /** Fingerprints of one query. */
  private static final int CHUNK = 200;

  @Override
  public void lock(UnitOfWork unit) {
    try (PreparedStatement update =
        prepare(unit, "update alert_turn set turn = turn + 1 where id = 1")) {
      update.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean claim(UnitOfWork unit, String source, String deliveryKey, Instant at) {
    try (PreparedStatement insert =
        prepare(
            unit,
            "insert into alert_delivery (source, key, at) values (?, ?, ?)"
                + " on conflict (source, key) do nothing")) {
      insert.setString(1, source);
      insert.setString(2, deliveryKey);
      insert.setLong(3, at.toEpochMilli());
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<String, AlertState> find(
      UnitOfWork unit, String source, Collection<String> fingerprints) {
    Map<String, AlertState> found = new HashMap<>();
    List<String> all = List.copyOf(fingerprints);
    for (int from = 0; from < all.size(); from += CHUNK) {
      read(unit, source, all.subList(from, Math.min(all.size(), from + CHUNK)), found);
    }
    return found;
  }

  private void read(
      UnitOfWork unit, String source, List<String> some, Map<String, AlertState> found) {
    String places = String.join(", ", Collections.nCopies(some.size(), "?"));
    try (PreparedStatement select =
        prepare(
            unit,
            "select fingerprint, status, title, starts_at, sent_at, changed_at, seen_at, until"
                + " from alert"
                + " where source = ? and fingerprint in ("
                + places
                + ")")) {
      select.setString(1, source);
      for (int i = 0; i < some.size(); i++) {
        select.setString(i + 2, some.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          AlertState state = state(rows);
          found.put(state.fingerprint(), state);
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static AlertState state(ResultSet row) throws SQLException {
    return new AlertState(
        row.getString(1),
        AlertStatus.valueOf(row.getString(2)),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)),
        time(row, 8),
        time(row, 5),
        Instant.ofEpochMilli(row.getLong(6)),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static void setTime(PreparedStatement statement, int column, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setLong(column, time.get().toEpochMilli());
    } else {
      statement.setNull(column, Types.BIGINT);
    }
  }

  @Override
  public void save(UnitOfWork unit, String source, Collection<AlertState> states) {
    try (PreparedStatement upsert =
        prepare(
            unit,
            "insert into alert (source, fingerprint, status, title, starts_at, sent_at, changed_at,"
                + " seen_at, until) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source,"
                + " fingerprint) do update set status = excluded.status, title = excluded.title,"
                + " starts_at = excluded.starts_at, sent_at = excluded.sent_at, changed_at ="
                + " excluded.changed_at, seen_at = excluded.seen_at, until = excluded.until")) {
      for (AlertState state : new ArrayList<>(states)) {
        upsert.setString(1, source);
        upsert.setString(2, state.fingerprint());
        upsert.setString(3, state.status().name());
        upsert.setString(4, state.title());
        upsert.setLong(5, state.startsAt().toEpochMilli());
        setTime(upsert, 6, state.sentAt());
        upsert.setLong(7, state.changedAt().toEpochMilli());
        upsert.setLong(8, state.seenAt().toEpochMilli());
        setTime(upsert, 9, state.until());
        upsert.addBatch();
      }
      upsert.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void forget(UnitOfWork unit, Instant keys, Instant seen) {
    delete(unit, "delete from alert_delivery where at < ?", keys);
    delete(unit, "delete from alert where seen_at < ?", seen);
  }

  private void delete(UnitOfWork unit, String sql, Instant before) {
    try (PreparedStatement delete = prepare(unit, sql)) {
      delete.setLong(1, before.toEpochMilli());
      delete.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private PreparedStatement prepare(UnitOfWork unit, String sql) throws SQLException {
    return connections.apply(unit).prepareStatement(sql);
  }

  private static StoreUnavailable failed(SQLException cause) {
    return new StoreUnavailable("The alerts can't be stored or read", cause);
  }
}
