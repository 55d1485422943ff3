package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the handlers of payloads share.
 *
 * @param interactiveApi calls that a person waits for
 */
record HandlerContext(
    IncidentCommands commands,
    IncidentStore store,
    Runbooks runbooks,
    RoleDirectory roleDirectory,
    SlackApi interactiveApi,
    EphemeralMessenger ephemeral,
    MentionLookup mentions,
    InstantSource clock) {

  /** The newest state of an incident. */
  Optional<Incident> incident(IncidentId id) {
    return commands.incident(id);
  }
}
