package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a job, from its beginning or from where a crash interrupted it. */
final class JobExecution {
  private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

  private final CommandGateway gateway;
  private final Jobs jobs;
  private final WorkSettings.JobLimits limits;
  private final OutcomePolling polling;
  private final Duration leaseMaxAge;
  private final InstantSource clock;
  private final Sleeper sleeper;

  JobExecution(
      CommandGateway gateway,
      Jobs jobs,
      WorkSettings settings,
      InstantSource clock,
      Sleeper sleeper) {
    this.gateway = gateway;
    this.jobs = jobs;
    this.limits = settings.jobs();
    this.leaseMaxAge = settings.heartbeatTimeout();
    this.polling = new OutcomePolling(gateway, limits.notDoneFor(), clock, sleeper);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Runs the attempt.
   *
   * @param takenOver an earlier attempt was begun, and its result is unknown
   */
  Finished execute(Jobs.StoredJob storedJob, int attempt, boolean takenOver) {
    Job job = new Job(storedJob.id(), storedJob.invocation());
    return switch (storedJob.invocation()) {
      case Invocation.ReconcileRollback(Invocation.RollBack rollback) ->
          withoutLogs(
              polling.pollUntilSettled(
                  new Job(storedJob.id(), rollback), limits.findOutPoll(), limits.findOutLimit()));
      case Invocation.RollBack _ -> takenOver ? resume(job, attempt) : submit(job, attempt);
      case Invocation.Survey _, Invocation.CaptureLogs _ -> submit(job, attempt);
    };
  }

  /** Asks the provider before acting: the interrupted attempt may have succeeded. */
  private Finished resume(Job job, int attempt) {
    Outcome outcome = polling.pollUntilSettled(job, limits.settlePoll(), limits.notDoneFor());
    if (!OutcomePolling.notDone(outcome)) {
      return withoutLogs(outcome);
    }
    if (!jobs.isCurrentAttempt(job.id(), attempt)) {
      return withoutLogs(outcome);
    }
    LOG.info("job {}: earlier attempt had no effect, submitting again", job.id());
    return submit(job, attempt);
  }

  private Finished submit(Job job, int attempt) {
    Instant deadline = clock.instant().plus(limit(job.invocation()));
    Progress progress = submitOnce(job, attempt);
    while (true) {
      switch (progress) {
        case Finished finished -> {
          return finished;
        }
        case StillRunning stillRunning -> {
          if (!clock.instant().isBefore(deadline)) {
            return giveUp(stillRunning);
          }
          sleeper.sleep(limits.poll());
          progress = poll(stillRunning);
        }
      }
    }
  }

  /**
   * An exception leaves the result unknown, and the next attempt asks the provider first. An
   * interrupt by a shutdown is treated alike, so that no unknown outcome is reported for it.
   */
  private Progress submitOnce(Job job, int attempt) {
    try {
      Progress progress =
          gateway.submit(
              job,
              new FreshLeaseCheck(
                  () -> jobs.isCurrentAttempt(job.id(), attempt), leaseMaxAge, clock));
      if (Thread.interrupted() && !succeeded(progress)) {
        throw new Sleeper.WorkerStopped(
            new InterruptedException("interrupted during job " + job.id()));
      }
      return progress;
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      if (attempt < limits.attempts()) {
        throw e;
      }
      LOG.error("job {}: a person decides, failed attempts={}", job.id(), attempt, e);
      return withoutLogs(
          new Outcome.Unknown("The bot failed at it " + attempt + " times; its log says why."));
    }
  }

  private static boolean succeeded(Progress progress) {
    return progress instanceof Finished finished && finished.outcome() instanceof Outcome.Succeeded;
  }

  private Progress poll(StillRunning stillRunning) {
    try {
      return gateway.poll(stillRunning.handle());
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job {}: progress could not be read", stillRunning.handle().job(), e);
      return stillRunning;
    }
  }

  private Finished giveUp(StillRunning stillRunning) {
    LOG.warn("job {}: cancelled, limit reached", stillRunning.handle().job());
    gateway.cancel(stillRunning.handle());
    return new Finished(
        new Outcome.Unknown(
            "It had not ended after " + limits.limit().toMinutes() + " minutes, and was stopped."),
        gateway.log(stillRunning.handle()));
  }

  private Duration limit(Invocation invocation) {
    return invocation instanceof Invocation.CaptureLogs capture
        ? limits.limit().plus(capture.length())
        : limits.limit();
  }

  private static Finished withoutLogs(Outcome outcome) {
    return new Finished(outcome, "");
  }
}
