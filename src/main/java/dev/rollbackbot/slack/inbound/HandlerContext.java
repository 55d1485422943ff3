package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.typed.CommandParser;
import dev.rollbackbot.typed.TypedCommand;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** Reads what was typed, with the runbooks that can be used now. */
  TypedCommand parse(@Nullable String raw) {
    Map<String, List<String>> environments =
        runbooks.all().stream()
            .collect(
                Collectors.toMap(
                    Runbook::id, r -> r.environments().stream().map(Environment::id).toList()));
    return new CommandParser(environments).parse(raw == null ? "" : raw);
  }

  Optional<Incident> incident(IncidentId id) {
    return commands.incident(id);
  }
}
