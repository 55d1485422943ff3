package dev.rollbackbot.work;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProbeRound;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What work is done with.
 *
 * @param wanted what an incident wants measured; empty: nothing (any more)
 * @param redraw after how long the panel of an incident looks different by itself; empty: no clock
 *     runs
 */
public record WorkPorts(
    IncidentStore incidents,
    Outbox outbox,
    Jobs jobs,
    Artifacts artifacts,
    Chat chat,
    CommandGateway gateway,
    Probes probes,
    Function<Incident, Optional<ProbeRound>> wanted,
    Function<Incident, Optional<Duration>> redraw) {}
