package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Told;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job and tells its incident how it ended, once. The job's row says how far it is, so that
 * whoever takes it over after a crash asks before acting.
 */
final class JobTask implements ExecutionHandler<Void> {
  static final String NAME = "job";

  private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);

  private final WorkPorts ports;
  private final Told told;
  private final Performance performance;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Sleep sleep;
  private final MeterRegistry meters;

  JobTask(
      WorkPorts ports,
      Told told,
      Performance performance,
      Backoff backoff,
      InstantSource clock,
      Sleep sleep,
      MeterRegistry meters) {
    this.ports = ports;
    this.told = told;
    this.performance = performance;
    this.backoff = backoff;
    this.clock = clock;
    this.sleep = sleep;
    this.meters = meters;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    Jobs.Entry entry =
        ports
            .jobs()
            .find(task.getId())
            .orElseThrow(() -> new IllegalStateException("no row of job " + task.getId()));
    try (Trail _ = Trail.of(entry.incident())) {
      if (entry.phase() != Jobs.Phase.FINISHED) {
        run(entry);
      }
    }
    return (_, operations) -> operations.stop();
  }

  private void run(Jobs.Entry entry) {
    Optional<Integer> attempt = ports.jobs().begin(entry.id(), entry.attempt());
    if (attempt.isEmpty()) {
      LOG.info("Job {} is somebody else's", entry.id());
      return;
    }
    boolean revived = entry.phase() == Jobs.Phase.STARTED;
    String kind = entry.invocation().getClass().getSimpleName();
    LOG.info(
        "Job {} ({}) {}, attempt {}",
        entry.id(),
        kind,
        revived ? "taken over" : "begins",
        attempt.get());
    Finished finished = performance.perform(entry, attempt.get(), revived);
    String outcome = finished.outcome().getClass().getSimpleName();
    LOG.info("Job {} ended: {} {}", entry.id(), outcome, trouble(finished.outcome()));
    meters.counter("rollbackbot.jobs", "invocation", kind, "outcome", outcome).increment();
    hold(entry, attempt.get(), finished);
  }

  /**
   * Tells how it ended, however long the database is away: what is known now might not be found out
   * again.
   */
  private void hold(Jobs.Entry entry, int attempt, Finished finished) {
    for (int failures = 0; ; failures++) {
      try {
        tell(entry, attempt, finished);
        return;
      } catch (Sleep.Stopped e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("Job {} ended, but its incident could not be told yet", entry.id(), e);
        sleep.sleep(backoff.after(failures));
      }
    }
  }

  private void tell(Jobs.Entry entry, int attempt, Finished finished) {
    if (!ports.jobs().holds(entry.id(), attempt)) {
      LOG.warn("Job {} was taken over by somebody else; this attempt tells nothing", entry.id());
      return;
    }
    if (!finished.artifact().isEmpty()) {
      ports.artifacts().save(entry.id(), finished.artifact());
    }
    told.tell(
        NAME + ":" + entry.id(),
        entry.incident(),
        new Command.JobFinished(
            clock.instant(), Actor.BOT, entry.id(), finished.outcome(), lore(entry.invocation())));
    Trail.again(entry.incident());
    ports.jobs().finish(entry.id(), attempt);
  }

  /** What went wrong; what was found is long and holds people's addresses. */
  private static String trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> "";
      case Outcome.Failed f -> f.kind() + ": " + f.text();
      case Outcome.Unknown u -> u.text();
    };
  }

  /** The gateway knows what is live; what earlier incidents taught is known here. */
  private Lore lore(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Survey survey ->
          ports.incidents().lore(survey.services().stream().map(ServiceRef::resource).toList());
      case Invocation.CaptureLogs _, Invocation.RollBack _, Invocation.FindOut _ -> Lore.NONE;
    };
  }
}
