package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Jobs.StoredJob;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes an attempt at a job, from its start or from where a crash interrupted it. */
record JobExecution(
    WorkerDependencies dependencies,
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
                reconcile.asked(reconcile.job().flatMap(jobs()::find).map(StoredJob::invocation)));
        yield withoutLogs(
            pollUntilSettled(
                reconciled,
                limits().findOutPoll(),
                limits().findOutLimit(),
                waits(stored, attempt)));
      }
      case Invocation.RollBack _ -> {
        WaitReports waits = waits(stored, attempt);
        yield takenOver ? resume(stored, job, attempt, waits) : submit(job, attempt, waits);
      }
      case Invocation.ProviderJob run when takenOver ->
          runningJob(stored, stored, run, attempt).find();
      case Invocation.ProviderJob run ->
          runningJob(stored, stored, run, attempt)
              .follow(gateway().submit(job, leaseCheck(job, attempt)));
      case Invocation.ReconcileJob(String unknown) -> {
        StoredJob asked = jobs().find(unknown).orElseThrow();
        yield runningJob(stored, asked, (Invocation.ProviderJob) asked.invocation(), attempt)
            .find();
      }
      case Invocation.Survey _,
          Invocation.ReadLive _,
          Invocation.ReadDatabase _,
          Invocation.ReadBeforeRestore _,
          Invocation.CaptureLogs _ ->
          submit(job, attempt, CommandGateway.WaitListener.NOBODY);
    };
  }

  private WaitReports waits(StoredJob job, int attempt) {
    return new WaitReports(outcomes, clock, job, attempt);
  }

  /** Tells the incident that a job waits for a person at its provider, or does so no more. */
  static final class WaitReports implements CommandGateway.WaitListener {
    private final OutcomeListener outcomes;
    private final InstantSource clock;
    private final StoredJob job;
    private final int attempt;

    /** What the incident knows; none: an earlier attempt may have told it something. */
    private Optional<Optional<WaitsForPerson>> known;

    private int reports;

    WaitReports(OutcomeListener outcomes, InstantSource clock, StoredJob job, int attempt) {
      this.outcomes = outcomes;
      this.clock = clock;
      this.job = job;
      this.attempt = attempt;
      this.known = attempt == 1 ? Optional.of(Optional.empty()) : Optional.empty();
    }

    /** The incident ignores what it knows already, so another report harms nothing. */
    @Override
    public void waits(Optional<WaitsForPerson> waits) {
      if (known.equals(Optional.of(waits))) {
        return;
      }
      reports++;
      Command command =
          waits
              .<Command>map(w ->
                  new Command.JobWaits(clock.instant(), Actor.BOT, job.id(), w.text(), w.link()))
              .orElseGet(() -> new Command.JobWaitOver(clock.instant(), Actor.BOT, job.id()));
      try {
        outcomes.deliver(
            "waits:" + job.id() + ":" + attempt + ":" + reports, job.incident(), command);
        known = Optional.of(waits);
      } catch (IncidentStore.StoreUnavailable e) {
        LOG.warn("job's wait not stored yet, trying again id={}", job.id(), e);
      }
      IncidentMdc.restore(job.incident());
    }
  }

  private RunningJob runningJob(
      StoredJob stored, StoredJob run, Invocation.ProviderJob invocation, int attempt) {
    return new RunningJob(
        new RunningJob.RunDependencies(dependencies, outcomes, settings.jobs(), clock, sleeper),
        stored,
        run,
        invocation,
        attempt);
  }

  private CommandGateway gateway() {
    return dependencies.gateway();
  }

  private Jobs jobs() {
    return dependencies.jobs();
  }

  private LeaseCheck leaseCheck(Job job, int attempt) {
    return new FreshLeaseCheck(() -> isCurrent(job, attempt), settings.heartbeatTimeout(), clock);
  }

  /** Asks the provider before acting: the interrupted attempt may have succeeded. */
  private Finished resume(StoredJob stored, Job job, int attempt, WaitReports waits) {
    Outcome outcome = pollUntilSettled(job, limits().settlePoll(), limits().notDoneFor(), waits);
    if (!OutcomePolling.notDone(outcome) || !isCurrent(job, attempt) || isTooLate(stored)) {
      return withoutLogs(outcome);
    }
    LOG.info("job submitted again, earlier attempt had no effect id={}", job.id());
    return submit(job, attempt, waits);
  }

  /** What was read before its first attempt doesn't count for another one. */
  private boolean isTooLate(StoredJob stored) {
    Incident incident = dependencies.incident(stored.incident());
    Instant now = clock.instant();
    return UnattendedStart.isTooLate(incident, now)
        || incident
            .stepOfJob(stored.id())
            .filter(step -> DatabaseSteps.isTooLate(step, now))
            .isPresent();
  }

  private Outcome pollUntilSettled(Job job, Duration interval, Duration limit, WaitReports waits) {
    return new OutcomePolling(gateway(), limits().notDoneFor(), clock, sleeper, waits)
        .pollUntilSettled(job, interval, limit);
  }

  private Finished submit(Job job, int attempt, CommandGateway.WaitListener waits) {
    Instant deadline = clock.instant().plus(limit(job.invocation()));
    Progress progress = submitOnce(job, attempt, waits);
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
  private Progress submitOnce(Job job, int attempt, CommandGateway.WaitListener waits) {
    try {
      return gateway().submit(job, leaseCheck(job, attempt), waits);
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
    return jobs().isCurrentAttempt(job.id(), attempt);
  }

  private Progress poll(StillRunning running) {
    try {
      return gateway().poll(running.handle());
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job's progress could not be read id={}", running.handle().job().id(), e);
      return running;
    }
  }

  private Finished giveUp(Handle handle) {
    LOG.warn("job cancelled, limit reached id={}", handle.job().id());
    boolean asked = gateway().cancel(handle) instanceof StopAsked;
    return new Finished(
        new Outcome.Unknown(
            "It had not ended after "
                + limits().limit().toMinutes()
                + (asked ? " minutes, and was asked to stop." : " minutes.")),
        gateway().log(handle));
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
