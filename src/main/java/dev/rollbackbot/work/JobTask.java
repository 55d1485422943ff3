package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Jobs.StoredJob;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.ServiceRef;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job and reports its outcome to the incident, once. A rollback waits for the lock of its
 * resource first. The job's row records its phase, so that after a crash the next instance asks the
 * provider before it acts.
 */
record JobTask(
    WorkerDependencies dependencies,
    OutcomeListener outcomes,
    JobExecution execution,
    RetryBackoff backoff,
    InstantSource clock,
    Sleeper sleeper,
    MeterRegistry meters)
    implements ExecutionHandler<Void> {
  static final String NAME = "job";

  private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);
  private static final CompletionHandler<Void> STOP = (_, operations) -> operations.stop();

  /** Short for a person who waits, long for the database. */
  private static final Duration LOCK_RETRY = Duration.ofSeconds(2);

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    String id = task.getId();
    StoredJob job =
        jobs().find(id).orElseThrow(() -> new IllegalStateException("no row for job " + id));
    try (IncidentMdc _ = IncidentMdc.of(job.incident())) {
      if (job.jobPhase() == Jobs.JobPhase.FINISHED) {
        return STOP;
      }
      return switch (begin(job)) {
        case BEGUN -> {
          run(job);
          yield STOP;
        }
        case CLAIMED -> {
          LOG.info("job already claimed by another instance id={}", job.id());
          yield STOP;
        }
        case HELD ->
            (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(LOCK_RETRY));
        case NOT_EXPECTED -> {
          LOG.info("job not run, its incident has moved on id={}", job.id());
          jobs().finish(job.id(), job.attempt());
          yield STOP;
        }
      };
    }
  }

  /** The other jobs change nothing and need no lock. */
  private OutcomeListener.BeginResult begin(StoredJob job) {
    boolean changes =
        switch (job.invocation()) {
          case Invocation.RollBack _, Invocation.ProviderJob _ -> true;
          case Invocation.Survey _,
              Invocation.ReadLive _,
              Invocation.ReadDatabase _,
              Invocation.ReadBeforeRestore _,
              Invocation.CaptureLogs _,
              Invocation.ReconcileRollback _,
              Invocation.ReconcileJob _ ->
              false;
        };
    if (!changes) {
      return jobs().beginAttempt(job.id(), job.attempt(), clock.instant()).isPresent()
          ? OutcomeListener.BeginResult.BEGUN
          : OutcomeListener.BeginResult.CLAIMED;
    }
    OutcomeListener.BeginResult result = outcomes.beginChange(job);
    IncidentMdc.restore(job.incident());
    if (result == OutcomeListener.BeginResult.HELD) {
      LOG.info("job waits for another incident id={}", job.id());
    }
    return result;
  }

  private void run(StoredJob job) {
    int attempt = job.attempt() + 1;
    boolean takenOver = job.jobPhase() == Jobs.JobPhase.STARTED;
    String kind = job.invocation().getClass().getSimpleName();
    LOG.info(
        "job started id={} invocation={} attempt={} takenOver={}",
        job.id(),
        kind,
        attempt,
        takenOver);
    Finished finished = execution.execute(job, attempt, takenOver);
    String outcome = finished.outcome().getClass().getSimpleName();
    LOG.info("job finished id={} outcome={} {}", job.id(), outcome, reason(finished.outcome()));
    meters.counter("rollbackbot.jobs", "invocation", kind, "outcome", outcome).increment();
    reportUntilStored(job, attempt, finished);
  }

  /**
   * Reports the outcome, however long the database is unavailable: the provider might not be able
   * to report it a second time.
   */
  private void reportUntilStored(StoredJob job, int attempt, Finished finished) {
    for (int failures = 0; ; failures++) {
      try {
        report(job, attempt, finished);
        return;
      } catch (Sleeper.WorkerStopped e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("job's outcome not stored yet, trying again id={}", job.id(), e);
        sleeper.sleep(backoff.after(failures));
      }
    }
  }

  private void report(StoredJob job, int attempt, Finished finished) {
    if (!jobs().isCurrentAttempt(job.id(), attempt)) {
      LOG.warn("job taken over by another instance, outcome not reported id={}", job.id());
      return;
    }
    if (isAttached(finished.outcome()) || !finished.artifact().isEmpty()) {
      dependencies.artifacts().save(job.id(), finished.artifact());
    }
    RollbackHistory history = rollbackHistory(job);
    outcomes.deliver(
        NAME + ":" + job.id(),
        job.incident(),
        new Command.JobFinished(clock.instant(), Actor.BOT, job.id(), finished.outcome(), history));
    IncidentMdc.restore(job.incident());
    jobs().finish(job.id(), attempt);
  }

  /** The incident attaches what was captured and what a job printed, also when that is nothing. */
  private static boolean isAttached(Outcome outcome) {
    return outcome instanceof Outcome.Succeeded(Outcome.LogsCaptured _, _)
        || outcome instanceof Outcome.Succeeded(Outcome.JobSucceeded _, _)
        || (outcome instanceof Outcome.Failed failed && failed.kind().ran());
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
  private RollbackHistory rollbackHistory(StoredJob job) {
    return switch (job.invocation()) {
      case Invocation.Survey survey -> rollbackHistory(job.incident(), survey.services());
      case Invocation.ReadLive read -> whereItWouldBegin(job, read.services());
      case Invocation.ReadDatabase _,
          Invocation.ReadBeforeRestore _,
          Invocation.CaptureLogs _,
          Invocation.RollBack _,
          Invocation.ReconcileRollback _,
          Invocation.ProviderJob _,
          Invocation.ReconcileJob _ ->
          RollbackHistory.NONE;
    };
  }

  /** Only the reading after which a rollback may begin without an approval needs any of that. */
  private RollbackHistory whereItWouldBegin(StoredJob job, List<ServiceRef> services) {
    Incident incident = dependencies.incident(job.incident());
    return AutomaticConditions.announced(incident)
        .filter(announced -> announced.lastReading().equals(Optional.of(job.id())))
        .map(_ ->
            withLocks(RollbackHistory.NONE, job.incident(), services)
                .with(dependencies.recorded().apply(incident)))
        .orElse(RollbackHistory.NONE);
  }

  private RollbackHistory rollbackHistory(IncidentId incident, List<ServiceRef> services) {
    return withLocks(
        dependencies
            .incidents()
            .rollbackHistory(services.stream().flatMap(s -> s.recordNames().stream()).toList()),
        incident,
        services);
  }

  private RollbackHistory withLocks(
      RollbackHistory history, IncidentId incident, List<ServiceRef> services) {
    IncidentStore incidents = dependencies.incidents();
    return history.with(
        incidents.heldByOthers(
            incident, services.stream().flatMap(s -> s.lockKeys().stream()).toList()),
        incidents.lastAutomaticRollback(incident));
  }

  private Jobs jobs() {
    return dependencies.jobs();
  }
}
