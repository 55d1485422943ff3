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

/** What the handlers share; a person waits for the calls of the interactive API. */
record HandlerContext(
    IncidentCommands commands,
    IncidentStore store,
    Runbooks runbooks,
    RoleDirectory roles,
    SlackApi interactiveApi,
    EphemeralMessenger ephemeral,
    MentionLookup mentions,
    InstantSource clock) {

  Optional<Incident> incident(IncidentId id) {
    return commands.incident(id);
  }
}
