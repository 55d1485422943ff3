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

/** Runs a round of probes at each interval for as long as the incident's state needs them. */
final class ProbeTask implements ExecutionHandler<Void> {
  static final String NAME = "probes";

  private static final Logger LOG = LoggerFactory.getLogger(ProbeTask.class);

  private final WorkPorts dependencies;
  private final Told outcomes;
  private final Queue tasks;
  private final InstantSource clock;

  ProbeTask(WorkPorts dependencies, Told outcomes, Queue tasks, InstantSource clock) {
    this.dependencies = dependencies;
    this.outcomes = outcomes;
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    IncidentId incident = Instances.incident(task.getId());
    try (Trail _ = Trail.of(incident)) {
      Optional<ProbeRound> round = wanted(incident);
      if (round.isEmpty()) {
        LOG.info("probes no longer needed");
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
    return dependencies
        .incidents()
        .load(incident)
        .flatMap(Loaded::incident)
        .flatMap(dependencies.wanted());
  }

  private void measure(IncidentId incident, ProbeRound round, Instant began) {
    List<Reading> results = dependencies.probes().measure(round.targets());
    LOG.debug("probed count={} results={}", results.size(), results);
    outcomes.tell(
        NAME + ":" + incident.number() + ":" + began,
        incident,
        new Command.ProbesMeasured(clock.instant(), Actor.BOT, results));
  }

  /** Probes that were requested while this task was ending would not be noticed otherwise. */
  private void lookAgain(IncidentId incident) {
    if (wanted(incident).isPresent()) {
      tasks.hasten(NAME, Instances.of(incident), clock.instant());
    }
  }
}
