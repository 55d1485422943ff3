package dev.rollbackbot.store;

import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}: effects for Slack, in order within each destination of an incident. */
record JdbcOutbox(DatabaseAccess database) implements Outbox {
  private static final String COLUMNS =
      "key, type, json, in_doubt, not_before, destination, attempts";

  /** The first waiting row of each destination. */
  private static final String FIRST =
      " r.state = 'WAITING' and r.position = (select min(m.position) from outbox m"
          + " where m.incident = r.incident and m.destination = r.destination"
          + " and m.state = 'WAITING')";

  @Override
  public List<OutboxRow> waiting(IncidentId incident, int limit) {
    String sql =
        "select "
            + COLUMNS
            + " from outbox where incident = ? and state = 'WAITING' order by position limit ?";
    return database.read(
        handle -> handle.select(sql, incident.number(), limit).map((rs, _) -> row(rs)).list());
  }

  private static OutboxRow row(ResultSet row) throws SQLException {
    long notBefore = row.getLong("not_before");
    return new OutboxRow(
        row.getString("key"),
        JsonCodecs.EFFECTS.read(new EncodedRecord(row.getString("type"), row.getString("json"))),
        row.getInt("in_doubt") == 1,
        notBefore == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(notBefore)),
        row.getString("destination"),
        row.getInt("attempts"));
  }

  @Override
  public List<OutboxRow> due(IncidentId incident, Instant now, int limit) {
    String sql =
        "select "
            + COLUMNS
            + " from outbox where incident = ? and state = 'WAITING' and destination not in"
            + " (select r.destination from outbox r where r.incident = ? and r.not_before > ? and"
            + FIRST
            + ") order by position limit ?";
    int number = incident.number();
    return database.read(handle ->
        handle
            .select(sql, number, number, now.toEpochMilli(), limit)
            .map((rs, _) -> row(rs))
            .list());
  }

  @Override
  public Map<String, Instant> postponed(IncidentId incident, Instant now) {
    String sql =
        "select r.destination, r.not_before from outbox r"
            + " where r.incident = ? and r.not_before > ? and"
            + FIRST;
    return database.read(handle ->
        handle
            .select(sql, incident.number(), now.toEpochMilli())
            .map((rs, _) -> Map.entry(rs.getString(1), Instant.ofEpochMilli(rs.getLong(2))))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public Optional<OverdueRow> overdue(Instant since) {
    String sql =
        "select r.key, r.incident, coalesce(r.not_before, r.at) from outbox r"
            + " where coalesce(r.not_before, r.at) between 1 and ? and"
            + FIRST
            + " order by 3 limit 1";
    return database.read(handle ->
        handle
            .select(sql, since.toEpochMilli())
            .map((rs, _) ->
                new OverdueRow(
                    rs.getString(1),
                    new IncidentId(rs.getInt(2)),
                    Instant.ofEpochMilli(rs.getLong(3))))
            .findOne());
  }

  @Override
  public List<IncidentId> incidentsWithWaitingRows() {
    String sql = "select distinct incident from outbox where state = 'WAITING'";
    return database.read(
        handle -> handle.select(sql).map((rs, _) -> new IncidentId(rs.getInt(1))).list());
  }

  @Override
  public void markStarted(String key) {
    database.execute(
        "update outbox set in_doubt = 1, attempts = attempts + 1, not_before = null where key = ?",
        key);
  }

  @Override
  public void postpone(String key, Instant until, String reason, boolean maybeDone) {
    database.execute(
        "update outbox set in_doubt = ?, not_before = ?, reason = ? where key = ?",
        maybeDone ? 1 : 0,
        until.toEpochMilli(),
        reason,
        key);
  }

  @Override
  public void moveToEnd(String key) {
    database.execute(
        "update outbox set position = (select max(o.position) + 1 from outbox o"
            + " where o.incident = outbox.incident) where key = ?",
        key);
  }

  @Override
  public void moveToFront(String key) {
    database.execute(
        "update outbox set position = (select min(o.position) - 1 from outbox o"
            + " where o.incident = outbox.incident) where key = ?",
        key);
  }

  @Override
  public void markDelivered(List<String> keys) {
    close(keys, "DONE", null);
  }

  @Override
  public void markSettled(List<String> keys, String how) {
    close(keys, "DONE", how);
  }

  @Override
  public int posted(IncidentId incident, String destination) {
    String sql =
        "select count(*) from outbox where incident = ? and destination = ? and type = 'Post'"
            + " and state = 'DONE' and reason is null";
    return database.read(
        handle -> handle.select(sql, incident.number(), destination).mapTo(Integer.class).one());
  }

  @Override
  public int unposted(IncidentId incident, String destination) {
    String sql =
        "select count(*) from outbox where incident = ? and destination = ? and type = 'Post'"
            + " and state <> 'DONE'";
    return database.read(
        handle -> handle.select(sql, incident.number(), destination).mapTo(Integer.class).one());
  }

  @Override
  public void markFailed(List<String> keys, String reason) {
    close(keys, "FAILED", reason);
  }

  private void close(List<String> keys, String state, @Nullable String reason) {
    database.write(handle ->
        handle
            .createUpdate(
                "update outbox set state = :state, reason = :reason where key in (<keys>)")
            .bind("state", state)
            .bind("reason", reason)
            .bindList("keys", keys)
            .execute());
  }
}
