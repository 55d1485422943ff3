package dev.rollbackbot.store.trigger;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code trigger_progress} and {@code trigger_firing}.
 *
 * @param reader connections for reading, which wait for no writer
 * @param writer connections for single statements
 */
public record JdbcTriggerRecords(DataSource reader, DataSource writer) implements TriggerRecords {
  private static final String FIRING =
      "select key, runbook, environment, trigger_id, service, mode, fired_at, onset, readings,"
          + " outcome, suspect_service, suspect_version, suspect_at, recovered_at, judgement,"
          + " alerted_by from trigger_firing";

  /** Of those, only the newest of a trigger. */
  private static final String NEWEST =
      " where key = (select key from trigger_firing where runbook = ? and environment = ?"
          + " and trigger_id = ? and fired_at <= ? order by fired_at desc, key limit 1)";

  @Override
  public Map<TriggerKey, TriggerProgress> progress() {
    Map<TriggerKey, TriggerProgress> all = new HashMap<>();
    read(
        "select runbook, environment, trigger_id, deployment, failed, passed, onset, measured_at,"
            + " conclusive_at, fired_at, readings from trigger_progress",
        List.of(),
        row -> all.put(key(row, 1), progress(row)));
    return all;
  }

  private static TriggerProgress progress(ResultSet row) throws SQLException {
    return new TriggerProgress(
        Optional.ofNullable(row.getString(4)),
        row.getInt(5),
        row.getInt(6),
        time(row, 7),
        time(row, 8),
        time(row, 9),
        time(row, 10),
        lines(row.getString(11)));
  }

  @Override
  public void save(TriggerKey trigger, TriggerProgress progress) {
    write(
        "insert into trigger_progress (runbook, environment, trigger_id, deployment, failed,"
            + " passed, onset, measured_at, conclusive_at, fired_at, readings)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (runbook, environment, trigger_id) do update set"
            + " deployment = excluded.deployment, failed = excluded.failed,"
            + " passed = excluded.passed, onset = excluded.onset,"
            + " measured_at = excluded.measured_at, conclusive_at = excluded.conclusive_at,"
            + " fired_at = excluded.fired_at, readings = excluded.readings",
        trigger.runbook(),
        trigger.environment(),
        trigger.trigger(),
        progress.deployment().orElse(null),
        progress.failed(),
        progress.passed(),
        number(progress.onset()),
        number(progress.measuredAt()),
        number(progress.conclusiveAt()),
        number(progress.firedAt()),
        text(progress.readings()));
  }

  @Override
  public FiringRecord begin(FiringRecord firing) {
    write(
        "insert into trigger_firing (key, runbook, environment, trigger_id, service, mode,"
            + " fired_at, onset, readings, alerted_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (key) do nothing",
        firing.key(),
        firing.trigger().runbook(),
        firing.trigger().environment(),
        firing.trigger().trigger(),
        firing.service(),
        firing.mode().name(),
        firing.firedAt().toEpochMilli(),
        number(firing.onset()),
        text(firing.readings()),
        firing.alertedBy().orElse(null));
    List<FiringRecord> stored = new ArrayList<>();
    read(FIRING + " where key = ?", List.of(firing.key()), row -> stored.add(firing(row)));
    return stored.getFirst();
  }

  @Override
  public void finish(String key, FiringOutcome outcome, Optional<SuspectRecord> suspect) {
    write(
        "update trigger_firing set outcome = ?, suspect_service = ?, suspect_version = ?,"
            + " suspect_at = ? where key = ?",
        outcome.name(),
        suspect.map(SuspectRecord::service).orElse(null),
        suspect.map(SuspectRecord::version).orElse(null),
        number(suspect.map(SuspectRecord::at)),
        key);
  }

  @Override
  public Optional<FiringRecord> newest(TriggerKey trigger) {
    List<FiringRecord> found = new ArrayList<>();
    read(
        FIRING
            + " where runbook = ? and environment = ? and trigger_id = ?"
            + " order by fired_at desc, key limit 1",
        List.of(trigger.runbook(), trigger.environment(), trigger.trigger()),
        row -> found.add(firing(row)));
    return found.stream().findFirst();
  }

  @Override
  public void recovered(TriggerKey trigger, Instant at) {
    write(
        "update trigger_firing set recovered_at = ?" + NEWEST + " and recovered_at is null",
        at.toEpochMilli(),
        trigger.runbook(),
        trigger.environment(),
        trigger.trigger(),
        at.toEpochMilli());
  }

  @Override
  public boolean judge(TriggerKey trigger, Instant until, FiringJudgement judgement) {
    return write(
            "update trigger_firing set judgement = ?" + NEWEST,
            judgement.name(),
            trigger.runbook(),
            trigger.environment(),
            trigger.trigger(),
            until.toEpochMilli())
        > 0;
  }

  @Override
  public List<FiringRecord> firings(Instant since, int most) {
    List<FiringRecord> found = new ArrayList<>();
    read(
        FIRING + " where fired_at >= ? order by fired_at desc, key limit ?",
        List.of(since.toEpochMilli(), most),
        row -> found.add(firing(row)));
    return found;
  }

  private static FiringRecord firing(ResultSet row) throws SQLException {
    Optional<Instant> suspectAt = time(row, 13);
    String service = row.getString(11);
    String version = row.getString(12);
    return new FiringRecord(
        row.getString(1),
        key(row, 2),
        row.getString(5),
        TriggerMode.valueOf(row.getString(6)),
        Instant.ofEpochMilli(row.getLong(7)),
        time(row, 8),
        lines(row.getString(9)),
        Optional.ofNullable(row.getString(16)),
        Optional.ofNullable(row.getString(10)).map(FiringOutcome::valueOf),
        suspectAt.map(at -> new SuspectRecord(service, version, at)),
        time(row, 14),
        Optional.ofNullable(row.getString(15)).map(FiringJudgement::valueOf));
  }

  private static TriggerKey key(ResultSet row, int first) throws SQLException {
    return new TriggerKey(row.getString(first), row.getString(first + 1), row.getString(first + 2));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static @Nullable Long number(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  /** A reading is one line. */
  private static String text(List<String> readings) {
    return String.join("\n", readings.stream().map(r -> r.replace('\n', ' ')).toList());
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private void read(String sql, List<Object> arguments, RowConsumer rows) {
    try (Connection connection = reader.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.size(); i++) {
        select.setObject(i + 1, arguments.get(i));
      }
      try (ResultSet all = select.executeQuery()) {
        while (all.next()) {
          rows.accept(all);
        }
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("The triggers can't be read", e);
    }
  }

  private int write(String sql, @Nullable Object... arguments) {
    try (Connection connection = writer.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        Object argument = arguments[i];
        if (argument == null) {
          // Of no type of its own: a column of any type takes it.
          statement.setNull(i + 1, Types.NULL);
        } else {
          statement.setObject(i + 1, argument);
        }
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new StoreUnavailable("The triggers can't be written", e);
    }
  }
}
