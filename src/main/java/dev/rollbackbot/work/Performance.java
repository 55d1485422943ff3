package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.Running;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a job, from its beginning or from where a crash interrupted it. */
final class Performance {
  private static final Logger LOG = LoggerFactory.getLogger(Performance.class);

  private final CommandGateway gateway;
  private final Jobs jobs;
  private final WorkSettings.JobLimits limits;
  private final Questions polling;
  private final Duration leaseMaxAge;
  private final InstantSource clock;
  private final Sleep sleeper;

  Performance(
      CommandGateway gateway,
      Jobs jobs,
      WorkSettings settings,
      InstantSource clock,
      Sleep sleeper) {
    this.gateway = gateway;
    this.jobs = jobs;
    this.limits = settings.jobs();
    this.leaseMaxAge = settings.takenOverAfter();
    this.polling = new Questions(gateway, limits.settle(), clock, sleeper);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Runs the attempt.
   *
   * @param takenOver an earlier attempt was begun, and its result is unknown
   */
  Finished perform(Jobs.Entry entry, int attempt, boolean takenOver) {
    Job job = new Job(entry.id(), entry.invocation());
    return switch (entry.invocation()) {
      case Invocation.FindOut(Invocation.RollBack rollback) ->
          withoutLogs(
              polling.ask(
                  new Job(entry.id(), rollback), limits.findOutPoll(), limits.findOutLimit()));
      case Invocation.RollBack _ -> takenOver ? takeOver(job, attempt) : submit(job, attempt);
      case Invocation.Survey _, Invocation.CaptureLogs _ -> submit(job, attempt);
    };
  }

  /** Asks the provider before acting: the interrupted attempt may have succeeded. */
  private Finished takeOver(Job job, int attempt) {
    Outcome answer = polling.ask(job, limits.settlePoll(), limits.settle());
    if (!Questions.notDone(answer)) {
      return withoutLogs(answer);
    }
    if (!jobs.holds(job.id(), attempt)) {
      return withoutLogs(answer);
    }
    LOG.info("job {}: earlier attempt had no effect, submitting again", job.id());
    return submit(job, attempt);
  }

  private Finished submit(Job job, int attempt) {
    Instant deadline = clock.instant().plus(limit(job.invocation()));
    Progress progress = begin(job, attempt);
    while (true) {
      switch (progress) {
        case Finished finished -> {
          return finished;
        }
        case Running running -> {
          if (!clock.instant().isBefore(deadline)) {
            return giveUp(running);
          }
          sleeper.sleep(limits.poll());
          progress = poll(running);
        }
      }
    }
  }

  /**
   * An exception leaves the result unknown, and the next attempt asks the provider first. An
   * interrupt by a shutdown is treated alike, so that no unknown outcome is reported for it.
   */
  private Progress begin(Job job, int attempt) {
    try {
      Progress progress =
          gateway.submit(
              job, new FreshFence(() -> jobs.holds(job.id(), attempt), leaseMaxAge, clock));
      if (Thread.interrupted() && !succeeded(progress)) {
        throw new Sleep.Stopped(new InterruptedException("interrupted during job " + job.id()));
      }
      return progress;
    } catch (Sleep.Stopped e) {
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

  private Progress poll(Running running) {
    try {
      return gateway.poll(running.handle());
    } catch (Sleep.Stopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job {}: progress could not be read", running.handle().job(), e);
      return running;
    }
  }

  private Finished giveUp(Running running) {
    LOG.warn("job {}: cancelled, limit reached", running.handle().job());
    gateway.cancel(running.handle());
    return new Finished(
        new Outcome.Unknown(
            "It had not ended after " + limits.limit().toMinutes() + " minutes, and was stopped."),
        gateway.log(running.handle()));
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
