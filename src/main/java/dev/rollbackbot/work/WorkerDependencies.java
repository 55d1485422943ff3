package dev.rollbackbot.work;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.SuccessProbes;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the worker's tasks use.
 *
 * @param connections the open connection of a transaction
 * @param successProbes what is measured before that job is a success; empty: nothing
 * @param probeRound the probes that an incident needs; empty: none, or none any more
 * @param redrawAfter after how long the panel of an incident changes by itself; empty: it shows no
 *     elapsed or remaining time
 * @param recorded what the bot's records say when a rollback would begin without an approval
 */
public record WorkerDependencies(
    IncidentStore incidents,
    Function<IncidentStore.UnitOfWork, Connection> connections,
    Outbox outbox,
    Jobs jobs,
    Artifacts artifacts,
    Chat chat,
    CommandGateway gateway,
    Probes probes,
    BiFunction<Incident, String, Optional<SuccessProbes>> successProbes,
    Function<Incident, Optional<ProbeRound>> probeRound,
    Function<Incident, Optional<Duration>> redrawAfter,
    Function<Incident, RecordedFacts> recorded) {

  Incident incident(IncidentId id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException(id.label() + " was never declared"));
  }

  Optional<ProbeRound> probeRound(IncidentId id) {
    return find(id).flatMap(probeRound);
  }

  Optional<SuccessProbes> successProbes(IncidentId id, String job) {
    return successProbes.apply(incident(id), job);
  }

  private Optional<Incident> find(IncidentId id) {
    return incidents.load(id).flatMap(IncidentStore.VersionedIncident::incident);
  }
}
