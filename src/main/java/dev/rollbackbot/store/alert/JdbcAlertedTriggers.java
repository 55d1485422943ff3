package dev.rollbackbot.store.alert;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.alert.AlertMapping.MatchedTrigger;
import dev.rollbackbot.app.alert.AlertedTriggerStore;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The tables {@code alert_match} and {@code alerted_trigger}.
 *
 * @param reader connections for reading, which wait for no writer
 * @param writer connections for single statements
 * @param connections the open connection of a transaction
 */
public record JdbcAlertedTriggers(
    DataSource reader, DataSource writer, Function<UnitOfWork, Connection> connections)
    implements AlertedTriggerStore {
  private static final String STATE =
      "t.runbook, t.environment, t.trigger_id, t.fired_at, t.begun_at, t.begin_told, t.firing,"
          + " t.changed_at, t.firing_told, t.ends, t.recovered_at";

  private static final String FIRES = "a.status = 'FIRING' and (a.until is null or a.until > ?)";

  private static final String OF_TRIGGER =
      " where runbook = ? and environment = ? and trigger_id = ?";

  @Override
  public void saveMatches(
      UnitOfWork unit, String source, Map<String, Collection<MatchedTrigger>> matches) {
    try (PreparedStatement delete =
            prepare(unit, "delete from alert_match where source = ? and fingerprint = ?");
        PreparedStatement insert =
            prepare(
                unit,
                "insert into alert_match (source, fingerprint, runbook, environment, trigger_id,"
                    + " service) values (?, ?, ?, ?, ?, ?)")) {
      for (Map.Entry<String, Collection<MatchedTrigger>> entry : matches.entrySet()) {
        delete.setString(1, source);
        delete.setString(2, entry.getKey());
        delete.addBatch();
        for (MatchedTrigger match : entry.getValue()) {
          insert.setString(1, source);
          insert.setString(2, entry.getKey());
          setKey(insert, 3, match.trigger());
          insert.setString(6, match.service());
          insert.addBatch();
        }
      }
      delete.executeBatch();
      insert.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void fired(UnitOfWork unit, Collection<TriggerKey> triggers, Instant at) {
    insert(unit, triggers, at, "update set fired_at = excluded.fired_at");
  }

  @Override
  public void know(UnitOfWork unit, Collection<TriggerKey> triggers, Instant at) {
    insert(unit, triggers, at, "nothing");
  }

  private void insert(
      UnitOfWork unit, Collection<TriggerKey> triggers, Instant at, String otherwise) {
    try (PreparedStatement upsert =
        prepare(
            unit,
            "insert into alerted_trigger (runbook, environment, trigger_id, fired_at, begin_told,"
                + " firing, changed_at, firing_told, ends) values (?, ?, ?, ?, 0, 0, 0, 0, 0)"
                + " on conflict (runbook, environment, trigger_id) do "
                + otherwise)) {
      for (TriggerKey trigger : triggers) {
        setKey(upsert, 1, trigger);
        upsert.setLong(4, at.toEpochMilli());
        upsert.addBatch();
      }
      upsert.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public List<AlertsOfTrigger> triggers(UnitOfWork unit, Instant now) {
    List<AlertsOfTrigger> found = new ArrayList<>();
    try (PreparedStatement select =
        prepare(
            unit,
            "select "
                + STATE
                + ", (select count(*) from alert_match m join alert a on a.source = m.source and"
                + " a.fingerprint = m.fingerprint where m.runbook = t.runbook and m.environment ="
                + " t.environment and m.trigger_id = t.trigger_id and "
                + FIRES
                + ") from alerted_trigger t")) {
      select.setLong(1, now.toEpochMilli());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new AlertsOfTrigger(
                  key(rows), state(rows), rows.getInt(12), Instant.ofEpochMilli(rows.getLong(4))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void save(UnitOfWork unit, TriggerKey trigger, AlertedTrigger state) {
    try (PreparedStatement update =
        prepare(
            unit,
            "update alerted_trigger set recovered_at = case when begun_at = ? then recovered_at"
                + " else null end, begun_at = ?, begin_told = ?, firing = ?, changed_at = ?,"
                + " firing_told = ?, ends = ?"
                + OF_TRIGGER)) {
      setTime(update, 1, state.begunAt());
      setTime(update, 2, state.begunAt());
      update.setInt(3, state.beginTold() ? 1 : 0);
      update.setInt(4, state.firing() ? 1 : 0);
      update.setLong(5, state.changedAt().toEpochMilli());
      update.setInt(6, state.firingTold() ? 1 : 0);
      update.setInt(7, state.ends());
      setKey(update, 8, trigger);
      update.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public List<AlertLine> lines(
      UnitOfWork unit, TriggerKey trigger, Instant begun, Instant now, int most) {
    Map<Integer, List<AlertLine>> found = new TreeMap<>();
    try (PreparedStatement select =
        prepare(
            unit,
            "select * from (select a.source, m.service, a.title, a.starts_at, a.changed_at,"
                + " a.fingerprint, case when a.changed_at >= ? then case when "
                + FIRES
                + " then 0 else 1 end when "
                + FIRES
                + " then 2 else 3 end as kind from alert_match m join alert a on a.source ="
                + " m.source and a.fingerprint = m.fingerprint"
                + OF_TRIGGER
                + ") found where kind < 3 order by kind, changed_at desc, fingerprint limit ?")) {
      select.setLong(1, begun.toEpochMilli());
      select.setLong(2, now.toEpochMilli());
      select.setLong(3, now.toEpochMilli());
      setKey(select, 4, trigger);
      select.setInt(7, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found
              .computeIfAbsent(rows.getInt(7), _ -> new ArrayList<>())
              .add(
                  new AlertLine(
                      rows.getString(1),
                      rows.getString(2),
                      rows.getString(3),
                      Instant.ofEpochMilli(rows.getLong(4))));
        }
      }
      return found.values().stream().findFirst().orElseGet(List::of);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void forget(UnitOfWork unit, Instant before) {
    try (PreparedStatement matches =
            prepare(
                unit,
                "delete from alert_match where not exists (select 1 from alert a where a.source ="
                    + " alert_match.source and a.fingerprint = alert_match.fingerprint)");
        PreparedStatement triggers =
            prepare(
                unit,
                "delete from alerted_trigger where fired_at < ? and not exists (select 1 from"
                    + " alert_match m where m.runbook = alerted_trigger.runbook and m.environment ="
                    + " alerted_trigger.environment and m.trigger_id ="
                    + " alerted_trigger.trigger_id)")) {
      matches.executeUpdate();
      triggers.setLong(1, before.toEpochMilli());
      triggers.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<TriggerKey, AlertedTrigger> all() {
    Map<TriggerKey, AlertedTrigger> all = new HashMap<>();
    try (Connection connection = reader.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select " + STATE + " from alerted_trigger t");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.put(key(rows), state(rows));
      }
      return all;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void recovered(TriggerKey trigger, Instant at) {
    try (Connection connection = writer.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update alerted_trigger set recovered_at = ?"
                    + OF_TRIGGER
                    + " and begun_at <= ? and recovered_at is null")) {
      update.setLong(1, at.toEpochMilli());
      setKey(update, 2, trigger);
      update.setLong(5, at.toEpochMilli());
      update.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static TriggerKey key(ResultSet row) throws SQLException {
    return new TriggerKey(row.getString(1), row.getString(2), row.getString(3));
  }

  private static AlertedTrigger state(ResultSet row) throws SQLException {
    return new AlertedTrigger(
        JdbcAlerts.time(row, 5),
        row.getInt(6) != 0,
        row.getInt(7) != 0,
        Instant.ofEpochMilli(row.getLong(8)),
        row.getInt(9) != 0,
        row.getInt(10),
        JdbcAlerts.time(row, 11));
  }

  private static void setKey(PreparedStatement statement, int first, TriggerKey trigger)
      throws SQLException {
    statement.setString(first, trigger.runbook());
    statement.setString(first + 1, trigger.environment());
    statement.setString(first + 2, trigger.trigger());
  }

  private static void setTime(PreparedStatement statement, int column, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setLong(column, time.get().toEpochMilli());
    } else {
      statement.setNull(column, Types.BIGINT);
    }
  }

  private PreparedStatement prepare(UnitOfWork unit, String sql) throws SQLException {
    return connections.apply(unit).prepareStatement(sql);
  }

  private static StoreUnavailable failed(SQLException cause) {
    return new StoreUnavailable("What alerts mean can't be stored or read", cause);
  }
}
