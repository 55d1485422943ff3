package dev.rollbackbot.store;

import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedCodec.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox in a database. */
final class JdbcOutbox implements Outbox {
  private final Access access;

  JdbcOutbox(Access access) {
    this.access = access;
  }

  @Override
  public List<Row> waiting(IncidentId incident, int limit) {
    return access.read(h ->
        h.createQuery(
                "select key, type, json, begun, not_before from outbox"
                    + " where incident = ? and state = 'WAITING' order by position limit ?")
            .bind(0, incident.number())
            .bind(1, limit)
            .map((rs, _) -> row(rs))
            .list());
  }

  private static Row row(ResultSet rs) throws SQLException {
    long notBefore = rs.getLong("not_before");
    return new Row(
        rs.getString("key"),
        Codecs.EFFECTS.read(new Stored(rs.getString("type"), rs.getString("json"))),
        rs.getInt("begun") == 1,
        notBefore == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(notBefore)));
  }

  @Override
  public List<IncidentId> busy() {
    return access.read(h ->
        h.createQuery("select distinct incident from outbox where state = 'WAITING'")
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .list());
  }

  @Override
  public void begin(String key) {
    access.write(h ->
        h.execute(
            "update outbox set begun = 1, attempts = attempts + 1, not_before = null"
                + " where key = ?",
            key));
  }

  @Override
  public void postpone(String key, Instant until, String why, boolean maybeDone) {
    access.write(h ->
        h.execute(
            "update outbox set begun = ?, not_before = ?, why = ? where key = ?",
            maybeDone ? 1 : 0,
            until.toEpochMilli(),
            why,
            key));
  }

  @Override
  public void goBehind(String key) {
    access.write(h ->
        h.execute(
            "update outbox set position = (select max(o.position) + 1 from outbox o"
                + " where o.incident = outbox.incident) where key = ?",
            key));
  }

  @Override
  public void done(List<String> keys) {
    settle(keys, "DONE", null);
  }

  @Override
  public void setAside(List<String> keys, String why) {
    settle(keys, "LOST", why);
  }

  private void settle(List<String> keys, String state, @Nullable String why) {
    access.write(h ->
        h.createUpdate("update outbox set state = :state, why = :why where key in (<keys>)")
            .bind("state", state)
            .bind("why", why)
            .bindList("keys", keys)
            .execute());
  }
}
