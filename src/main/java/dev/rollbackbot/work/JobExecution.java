package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Jobs.StoredJob;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes an attempt at a job, from its start or from where a crash interrupted it. */
record JobExecution(
    CommandGateway gateway,
    Jobs jobs,
    WorkSettings settings,
    InstantSource clock,
    Sleeper sleeper,
    OutcomeListener outcomes) {
  private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

  /**
   * An interrupt by a shutdown may have cut off what would have told how it ended, so it reports no
   * outcome but a definite one: the next attempt asks the provider.
   *
   * @param takenOver an earlier attempt was started and its outcome is unknown
   */
  Finished execute(StoredJob stored, int attempt, boolean takenOver) {
    Finished finished = perform(stored, attempt, takenOver);
    if (!OutcomePolling.definite(finished.outcome())) {
      Sleeper.throwIfInterrupted("job " + stored.id());
    }
    return finished;
  }

  private Finished perform(StoredJob stored, int attempt, boolean takenOver) {
    Job job = new Job(stored.id(), stored.invocation());
    return switch (stored.invocation()) {
      case Invocation.ReconcileRollback reconcile -> {
        Job reconciled =
            new Job(
                stored.id(),
                reconcile.asked(reconcile.job().flatMap(jobs::find).map(StoredJob::invocation)));
        yield withoutLogs(
            pollUntilSettled(reconciled, limits().findOutPoll(), limits().findOutLimit()));
      }
      case Invocation.RollBack _ -> takenOver ? resume(job, attempt) : submit(job, attempt);
      case Invocation.ProviderJob run when takenOver ->
          runningJob(stored, stored, run, attempt).find();
      case Invocation.ProviderJob run ->
          runningJob(stored, stored, run, attempt)
              .follow(gateway.submit(job, leaseCheck(job, attempt)));
      case Invocation.ReconcileJob(String unknown) -> {
        StoredJob asked = jobs.find(unknown).orElseThrow();
        yield runningJob(stored, asked, (Invocation.ProviderJob) asked.invocation(), attempt)
            .find();
      }
      case Invocation.Survey _, Invocation.ReadLive _, Invocation.CaptureLogs _ ->
          submit(job, attempt);
    };
  }

  private RunningJob runningJob(
      StoredJob stored, StoredJob run, Invocation.ProviderJob invocation, int attempt) {
    return new RunningJob(
        new RunningJob.RunDependencies(gateway, jobs, outcomes, settings.jobs(), clock, sleeper),
        stored,
        run,
        invocation,
        attempt);
  }

  private LeaseCheck leaseCheck(Job job, int attempt) {
    return new FreshLeaseCheck(() -> isCurrent(job, attempt), settings.heartbeatTimeout(), clock);
  }

  /** Asks the provider before acting: the interrupted attempt may have succeeded. */
  private Finished resume(Job job, int attempt) {
    Outcome outcome = pollUntilSettled(job, limits().settlePoll(), limits().notDoneFor());
    if (!OutcomePolling.notDone(outcome) || !isCurrent(job, attempt)) {
      return withoutLogs(outcome);
    }
    LOG.info("job submitted again, earlier attempt had no effect id={}", job.id());
    return submit(job, attempt);
  }

  private Outcome pollUntilSettled(Job job, Duration interval, Duration limit) {
    return new OutcomePolling(gateway, limits().notDoneFor(), clock, sleeper)
        .pollUntilSettled(job, interval, limit);
  }

  private Finished submit(Job job, int attempt) {
    Instant deadline = clock.instant().plus(limit(job.invocation()));
    Progress progress = submitOnce(job, attempt);
    while (true) {
      switch (progress) {
        case Finished finished -> {
          return finished;
        }
        case StillRunning running when !clock.instant().isBefore(deadline) -> {
          return giveUp(running.handle());
        }
        case StillRunning running -> {
          sleeper.sleep(limits().poll());
          progress = poll(running);
        }
      }
    }
  }

  /** An exception leaves the result unknown, and the next attempt asks the provider first. */
  private Progress submitOnce(Job job, int attempt) {
    try {
      return gateway.submit(job, leaseCheck(job, attempt));
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      if (attempt < limits().attempts()) {
        throw e;
      }
      LOG.error("job failed too often, a person decides id={} attempts={}", job.id(), attempt, e);
      return withoutLogs(
          new Outcome.Unknown("The bot failed at it " + attempt + " times; its log says why."));
    }
  }

  private boolean isCurrent(Job job, int attempt) {
    return jobs.isCurrentAttempt(job.id(), attempt);
  }

  private Progress poll(StillRunning running) {
    try {
      return gateway.poll(running.handle());
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job's progress could not be read id={}", running.handle().job().id(), e);
      return running;
    }
  }

  private Finished giveUp(Handle handle) {
    LOG.warn("job cancelled, limit reached id={}", handle.job().id());
    boolean asked = gateway.cancel(handle) instanceof StopAsked;
    return new Finished(
        new Outcome.Unknown(
            "It had not ended after "
                + limits().limit().toMinutes()
                + (asked ? " minutes, and was asked to stop." : " minutes.")),
        gateway.log(handle));
  }

  private Duration limit(Invocation invocation) {
    return invocation instanceof Invocation.CaptureLogs capture
        ? limits().limit().plus(capture.length())
        : limits().limit();
  }

  private WorkSettings.JobLimits limits() {
    return settings.jobs();
  }

  private static Finished withoutLogs(Outcome outcome) {
    return new Finished(outcome, "");
  }
}
