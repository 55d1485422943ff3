package dev.rollbackbot.app;

import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** Remembers which message shows what, so that it can be updated in place. Durable. */
public interface MessageRefs {
  /** Where that slot of an incident is shown. */
  Optional<MessageRef> find(IncidentId incident, String slot);

  /** Remembers it; replaces what was known. */
  void save(IncidentId incident, String slot, MessageRef ref);

  /**
   * A message.
   *
   * @param channel Slack's channel id
   * @param ts Slack's message id within the channel
   */
  record MessageRef(String channel, String ts) {}
}
