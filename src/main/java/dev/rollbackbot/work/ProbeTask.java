package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a round of probes at each interval for as long as the incident's state needs them. */
record ProbeTask(
    WorkerDependencies dependencies,
    OutcomeListener outcomes,
    ScheduledTasksTable tasks,
    InstantSource clock)
    implements ExecutionHandler<Void> {
  static final String NAME = "probes";

  private static final Logger LOG = LoggerFactory.getLogger(ProbeTask.class);

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    IncidentId incident = TaskInstanceIds.incident(task.getId());
    try (IncidentMdc _ = IncidentMdc.of(incident)) {
      Optional<ProbeRound> round = dependencies.probeRound(incident);
      if (round.isEmpty()) {
        LOG.info("probes no longer needed");
        return (_, operations) -> {
          operations.stop();
          rescheduleIfNeeded(incident);
        };
      }
      Instant began = clock.instant();
      measure(incident, round.get(), began);
      Instant next = began.plus(round.get().interval());
      return (complete, operations) -> operations.reschedule(complete, next);
    }
  }

  /** A round that a shutdown cuts off is run again after the next start; it tells nothing. */
  private void measure(IncidentId incident, ProbeRound round, Instant began) {
    List<ProbeResult> results;
    try {
      results = dependencies.probes().measure(round.targets());
    } catch (InterruptedException e) {
      throw new Sleeper.WorkerStopped(e);
    }
    LOG.debug("probed count={} results={}", results.size(), results);
    outcomes.deliver(
        NAME + ":" + incident.number() + ":" + began,
        incident,
        new Command.ProbesMeasured(clock.instant(), Actor.BOT, results, began));
  }

  /** Probes that were requested while this task was ending would not be noticed otherwise. */
  private void rescheduleIfNeeded(IncidentId incident) {
    if (dependencies.probeRound(incident).isPresent()) {
      tasks.scheduleNoLaterThan(NAME, TaskInstanceIds.of(incident), clock.instant());
    }
  }
}
