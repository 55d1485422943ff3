package dev.rollbackbot.app;

import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** The Slack messages that are updated in place, by incident and slot. Durable. */
public interface MessageRefs {
  Optional<MessageRef> find(IncidentId incident, String slot);

  /** Replaces an earlier one. */
  void save(IncidentId incident, String slot, MessageRef ref);

  /** Slack's ids of a channel and of a message in it. */
  record MessageRef(String channel, String ts) {}
}
