package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.app.Told;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProbeRound;
import dev.rollbackbot.incident.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs rounds of probes for as long as the state wants them. */
final class ProbeTask implements ExecutionHandler<Void> {
  static final String NAME = "probes";

  private static final Logger LOG = LoggerFactory.getLogger(ProbeTask.class);

  private final WorkPorts ports;
  private final Told told;
  private final Queue queue;
  private final InstantSource clock;

  ProbeTask(WorkPorts ports, Told told, Queue queue, InstantSource clock) {
    this.ports = ports;
    this.told = told;
    this.queue = queue;
    this.clock = clock;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    IncidentId incident = Instances.incident(task.getId());
    try (Trail _ = Trail.of(incident)) {
      Optional<ProbeRound> round = wanted(incident);
      if (round.isEmpty()) {
        LOG.info("No more probes");
        return (_, operations) -> {
          operations.stop();
          lookAgain(incident);
        };
      }
      Instant began = clock.instant();
      measure(incident, round.get(), began);
      Instant next = began.plus(round.get().interval());
      return (complete, operations) -> operations.reschedule(complete, next);
    }
  }

  private Optional<ProbeRound> wanted(IncidentId incident) {
    return ports.incidents().load(incident).flatMap(Loaded::incident).flatMap(ports.wanted());
  }

  private void measure(IncidentId incident, ProbeRound round, Instant began) {
    List<Reading> readings = ports.probes().measure(round.targets());
    LOG.debug("{} probes read: {}", readings.size(), readings);
    told.tell(
        NAME + ":" + incident.number() + ":" + began,
        incident,
        new Command.ProbesMeasured(clock.instant(), Actor.BOT, readings));
  }

  /** What was asked for while this task ended would not be seen otherwise. */
  private void lookAgain(IncidentId incident) {
    if (wanted(incident).isPresent()) {
      queue.hasten(NAME, Instances.of(incident), clock.instant());
    }
  }
}
