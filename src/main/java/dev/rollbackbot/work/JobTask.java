package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
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

  private final WorkerDependencies dependencies;
  private final OutcomeListener outcomes;
  private final JobExecution execution;
  private final RetryBackoff retryBackoff;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final MeterRegistry meters;

  JobTask(
      WorkerDependencies dependencies,
      OutcomeListener outcomes,
      JobExecution execution,
      RetryBackoff retryBackoff,
      InstantSource clock,
      Sleeper sleeper,
      MeterRegistry meters) {
    this.dependencies = dependencies;
    this.outcomes = outcomes;
    this.execution = execution;
    this.retryBackoff = retryBackoff;
    this.clock = clock;
    this.sleeper = sleeper;
    this.meters = meters;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    Jobs.StoredJob storedJob =
        dependencies
            .jobs()
            .find(task.getId())
            .orElseThrow(() -> new IllegalStateException("no row for job " + task.getId()));
    try (IncidentMdc _ = IncidentMdc.of(storedJob.incident())) {
      if (storedJob.jobPhase() != Jobs.JobPhase.FINISHED) {
        run(storedJob);
      }
    }
    return (_, operations) -> operations.stop();
  }

  private void run(Jobs.StoredJob storedJob) {
    Optional<Integer> attempt =
        dependencies.jobs().beginAttempt(storedJob.id(), storedJob.attempt());
    if (attempt.isEmpty()) {
      LOG.info("job {}: already claimed by another instance", storedJob.id());
      return;
    }
    boolean revived = storedJob.jobPhase() == Jobs.JobPhase.STARTED;
    String kind = storedJob.invocation().getClass().getSimpleName();
    LOG.info(
        "job {}: started invocation={} attempt={} takenOver={}",
        storedJob.id(),
        kind,
        attempt.get(),
        revived);
    Finished finished = execution.execute(storedJob, attempt.get(), revived);
    String outcome = finished.outcome().getClass().getSimpleName();
    LOG.info("job {}: finished outcome={} {}", storedJob.id(), outcome, reason(finished.outcome()));
    meters.counter("rollbackbot.jobs", "invocation", kind, "outcome", outcome).increment();
    reportUntilStored(storedJob, attempt.get(), finished);
  }

  /**
   * Reports the outcome, however long the database is unavailable: the provider might not be able
   * to give it a second time.
   */
  private void reportUntilStored(Jobs.StoredJob storedJob, int attempt, Finished finished) {
    for (int failures = 0; ; failures++) {
      try {
        report(storedJob, attempt, finished);
        return;
      } catch (Sleeper.WorkerStopped e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("job {}: outcome not stored yet, trying again", storedJob.id(), e);
        sleeper.sleep(retryBackoff.after(failures));
      }
    }
  }

  private void report(Jobs.StoredJob storedJob, int attempt, Finished finished) {
    if (!dependencies.jobs().isCurrentAttempt(storedJob.id(), attempt)) {
      LOG.warn("job {}: taken over by another instance, outcome not reported", storedJob.id());
      return;
    }
    if (!finished.artifact().isEmpty()) {
      dependencies.artifacts().save(storedJob.id(), finished.artifact());
    }
    outcomes.deliver(
        NAME + ":" + storedJob.id(),
        storedJob.incident(),
        new Command.JobFinished(
            clock.instant(),
            Actor.BOT,
            storedJob.id(),
            finished.outcome(),
            lore(storedJob.invocation())));
    IncidentMdc.restore(storedJob.incident());
    dependencies.jobs().finish(storedJob.id(), attempt);
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
  private RollbackHistory lore(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Survey survey ->
          dependencies
              .incidents()
              .rollbackHistory(survey.services().stream().map(ServiceRef::resource).toList());
      case Invocation.CaptureLogs _, Invocation.RollBack _, Invocation.ReconcileRollback _ ->
          RollbackHistory.NONE;
    };
  }
}
