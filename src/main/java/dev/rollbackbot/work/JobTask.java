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
 * Runs one job and reports its outcome to the incident, once. The job's row records its phase, so
 * that after a crash the next instance asks the provider before it acts.
 */
final class JobTask implements ExecutionHandler<Void> {
  static final String NAME = "job";

  private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);

  private final WorkPorts dependencies;
  private final Told outcomes;
  private final Performance execution;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Sleep sleeper;
  private final MeterRegistry meters;

  JobTask(
      WorkPorts dependencies,
      Told outcomes,
      Performance execution,
      Backoff backoff,
      InstantSource clock,
      Sleep sleeper,
      MeterRegistry meters) {
    this.dependencies = dependencies;
    this.outcomes = outcomes;
    this.execution = execution;
    this.backoff = backoff;
    this.clock = clock;
    this.sleeper = sleeper;
    this.meters = meters;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    Jobs.Entry entry =
        dependencies
            .jobs()
            .find(task.getId())
            .orElseThrow(() -> new IllegalStateException("no row for job " + task.getId()));
    try (Trail _ = Trail.of(entry.incident())) {
      if (entry.phase() != Jobs.Phase.FINISHED) {
        run(entry);
      }
    }
    return (_, operations) -> operations.stop();
  }

  private void run(Jobs.Entry entry) {
    Optional<Integer> attempt = dependencies.jobs().begin(entry.id(), entry.attempt());
    if (attempt.isEmpty()) {
      LOG.info("job {}: already claimed by another instance", entry.id());
      return;
    }
    boolean revived = entry.phase() == Jobs.Phase.STARTED;
    String kind = entry.invocation().getClass().getSimpleName();
    LOG.info(
        "job {}: started invocation={} attempt={} takenOver={}",
        entry.id(),
        kind,
        attempt.get(),
        revived);
    Finished finished = execution.perform(entry, attempt.get(), revived);
    String outcome = finished.outcome().getClass().getSimpleName();
    LOG.info("job {}: finished outcome={} {}", entry.id(), outcome, reason(finished.outcome()));
    meters.counter("rollbackbot.jobs", "invocation", kind, "outcome", outcome).increment();
    reportUntilStored(entry, attempt.get(), finished);
  }

  /**
   * Reports the outcome, however long the database is unavailable: the provider might not be able
   * to give it a second time.
   */
  private void reportUntilStored(Jobs.Entry entry, int attempt, Finished finished) {
    for (int failures = 0; ; failures++) {
      try {
        report(entry, attempt, finished);
        return;
      } catch (Sleep.Stopped e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("job {}: outcome not stored yet, trying again", entry.id(), e);
        sleeper.sleep(backoff.after(failures));
      }
    }
  }

  private void report(Jobs.Entry entry, int attempt, Finished finished) {
    if (!dependencies.jobs().holds(entry.id(), attempt)) {
      LOG.warn("job {}: taken over by another instance, outcome not reported", entry.id());
      return;
    }
    if (!finished.artifact().isEmpty()) {
      dependencies.artifacts().save(entry.id(), finished.artifact());
    }
    outcomes.tell(
        NAME + ":" + entry.id(),
        entry.incident(),
        new Command.JobFinished(
            clock.instant(), Actor.BOT, entry.id(), finished.outcome(), lore(entry.invocation())));
    Trail.again(entry.incident());
    dependencies.jobs().finish(entry.id(), attempt);
  }

  /** Only of failures: what a survey found is long and contains people's e-mail addresses. */
  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> "";
      case Outcome.Failed failed -> "kind=" + failed.kind() + " reason=" + failed.text();
      case Outcome.Unknown unknown -> "reason=" + unknown.text();
    };
  }

  /** The gateway knows what is live; this database knows the earlier rollbacks. */
  private Lore lore(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Survey survey ->
          dependencies
              .incidents()
              .lore(survey.services().stream().map(ServiceRef::resource).toList());
      case Invocation.CaptureLogs _, Invocation.RollBack _, Invocation.FindOut _ -> Lore.NONE;
    };
  }
}
