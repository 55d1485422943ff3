package dev.rollbackbot.slack;

import dev.rollbackbot.app.Desk;
import dev.rollbackbot.app.Directory;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.view.Names;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the handlers of payloads share.
 *
 * @param quick calls that a person waits for
 */
record Backstage(
    Desk desk,
    IncidentStore store,
    Runbooks runbooks,
    Directory directory,
    SlackApi quick,
    Aside aside,
    Names names,
    InstantSource clock) {

  /** The newest state of an incident. */
  Optional<Incident> incident(IncidentId id) {
    return desk.incident(id);
  }
}
