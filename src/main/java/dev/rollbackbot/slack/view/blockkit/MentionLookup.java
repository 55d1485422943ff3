package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** What rendering looks up, from memory only. */
public interface MentionLookup {
  /** The id of a user group, by its handle or id; empty: unknown. */
  Optional<String> groupId(String handleOrId);

  /** The address of the incident's panel; empty: unknown. */
  Optional<String> logLink(IncidentId id);
}
