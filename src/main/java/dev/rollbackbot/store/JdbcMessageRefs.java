package dev.rollbackbot.store;

import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** The Slack message that each view of an incident was posted as. */
record JdbcMessageRefs(DatabaseAccess database) implements MessageRefs {
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
