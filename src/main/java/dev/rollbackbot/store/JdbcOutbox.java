package dev.rollbackbot.store;

import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code outbox}: effects for Slack, in order within each incident. */
final class JdbcOutbox implements Outbox {
  private final DatabaseAccess database;

  JdbcOutbox(DatabaseAccess database) {
    this.database = database;
  }

  @Override
  public List<OutboxRow> waiting(IncidentId incident, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                "select key, type, json, in_doubt, not_before from outbox"
                    + " where incident = ? and state = 'WAITING' order by position limit ?")
            .bind(0, incident.number())
            .bind(1, limit)
            .map((rs, _) -> row(rs))
            .list());
  }

  private static OutboxRow row(ResultSet resultSet) throws SQLException {
    long notBefore = resultSet.getLong("not_before");
    Optional<Instant> postponed =
        resultSet.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(notBefore));
    return new OutboxRow(
        resultSet.getString("key"),
        JsonCodecs.EFFECTS.read(
            new EncodedRecord(resultSet.getString("type"), resultSet.getString("json"))),
        resultSet.getInt("in_doubt") == 1,
        postponed);
  }

  @Override
  public List<IncidentId> incidentsWithWaitingRows() {
    return database.read(handle ->
        handle
            .createQuery("select distinct incident from outbox where state = 'WAITING'")
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .list());
  }

  @Override
  public void markStarted(String key) {
    database.write(handle ->
        handle.execute(
            "update outbox set in_doubt = 1, attempts = attempts + 1, not_before = null"
                + " where key = ?",
            key));
  }

  @Override
  public void postpone(String key, Instant until, String reason, boolean maybeDone) {
    database.write(handle ->
        handle.execute(
            "update outbox set in_doubt = ?, not_before = ?, reason = ? where key = ?",
            maybeDone ? 1 : 0,
            until.toEpochMilli(),
            reason,
            key));
  }

  @Override
  public void moveToEnd(String key) {
    database.write(handle ->
        handle.execute(
            "update outbox set position = (select max(o.position) + 1 from outbox o"
                + " where o.incident = outbox.incident) where key = ?",
            key));
  }

  @Override
  public void markDelivered(List<String> keys) {
    close(keys, "DONE", null);
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
