package dev.rollbackbot.store;

import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;

/** Where things are in Slack: the messages of incidents, and the channels by their names. */
record JdbcMessageRefs(DatabaseAccess database) implements MessageRefs, ChannelNames {
  @Override
  public Optional<ResolvedName> resolved(String name) {
    String sql = "select id, at from channel_name where name = ?";
    return database.read(handle ->
        handle
            .select(sql, name)
            .map((rs, _) ->
                new ResolvedName(
                    Optional.ofNullable(rs.getString(1)), Instant.ofEpochMilli(rs.getLong(2))))
            .findOne());
  }

  @Override
  public void save(String name, ResolvedName resolved) {
    long at = resolved.at().toEpochMilli();
    database.write(handle ->
        handle
            .createUpdate(
                "insert into channel_name (name, id, at) values (:name, :id, :at)"
                    + " on conflict (name) do update set id = excluded.id, at = excluded.at")
            .bind("name", name)
            .bind("id", resolved.id().orElse(null))
            .bind("at", at)
            .execute());
  }

  @Override
  public void forget(String id) {
    database.execute("delete from channel_name where id = ?", id);
  }

  @Override
  public Optional<MessageRef> find(IncidentId incident, String slot) {
    String sql = "select channel, ts from message_ref where incident = ? and slot = ?";
    return database.read(handle ->
        handle
            .select(sql, incident.number(), slot)
            .map((rs, _) -> new MessageRef(rs.getString(1), rs.getString(2)))
            .findOne());
  }

  @Override
  public void save(IncidentId incident, String slot, MessageRef ref) {
    database.execute(
        "insert into message_ref (incident, slot, channel, ts) values (?, ?, ?, ?)"
            + " on conflict (incident, slot)"
            + " do update set channel = excluded.channel, ts = excluded.ts",
        incident.number(),
        slot,
        ref.channel(),
        ref.ts());
  }
}
