package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.incident.IncidentId;
import java.util.Optional;

/** What rendering must look up. Answers from memory, never slowly. */
public interface MentionLookup {
  /** The id of a user group, by its handle or its id, if it is known. */
  Optional<String> groupId(String handleOrId);

  /** The address of the incident's panel, if it is known. */
  Optional<String> logLink(IncidentId id);
}
