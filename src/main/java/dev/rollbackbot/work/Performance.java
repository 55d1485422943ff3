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

/** One attempt at a job, from its beginning or from where a crash left it. */
final class Performance {
  private static final Logger LOG = LoggerFactory.getLogger(Performance.class);

  private final CommandGateway gateway;
  private final Jobs jobs;
  private final WorkSettings.JobLimits limits;
  private final Questions questions;
  private final Duration fresh;
  private final InstantSource clock;
  private final Sleep sleep;

  Performance(
      CommandGateway gateway, Jobs jobs, WorkSettings settings, InstantSource clock, Sleep sleep) {
    this.gateway = gateway;
    this.jobs = jobs;
    this.limits = settings.jobs();
    this.fresh = settings.takenOverAfter();
    this.questions = new Questions(gateway, limits.settle(), clock, sleep);
    this.clock = clock;
    this.sleep = sleep;
  }

  /**
   * Does it and gives how it ended.
   *
   * @param revived an earlier attempt was begun, and nothing is known of its end
   */
  Finished perform(Jobs.Entry entry, int attempt, boolean revived) {
    Job job = new Job(entry.id(), entry.invocation());
    return switch (entry.invocation()) {
      case Invocation.FindOut(Invocation.RollBack rollback) ->
          only(
              questions.ask(
                  new Job(entry.id(), rollback), limits.findOutPoll(), limits.findOutLimit()));
      case Invocation.RollBack _ -> revived ? takeOver(job, attempt) : submit(job, attempt);
      case Invocation.Survey _, Invocation.CaptureLogs _ -> submit(job, attempt);
    };
  }

  /** Asks before it acts: what was begun may have been done. */
  private Finished takeOver(Job job, int attempt) {
    Outcome answer = questions.ask(job, limits.settlePoll(), limits.settle());
    if (!Questions.notDone(answer)) {
      return only(answer);
    }
    if (!jobs.holds(job.id(), attempt)) {
      return only(answer);
    }
    LOG.info("Job {} was never done; it begins again", job.id());
    return submit(job, attempt);
  }

  private Finished submit(Job job, int attempt) {
    Instant until = clock.instant().plus(limit(job.invocation()));
    Progress progress = begin(job, attempt);
    while (true) {
      switch (progress) {
        case Finished finished -> {
          return finished;
        }
        case Running running -> {
          if (!clock.instant().isBefore(until)) {
            return giveUp(running);
          }
          sleep.sleep(limits.poll());
          progress = poll(running);
        }
      }
    }
  }

  /**
   * A gateway that fails in the middle leaves an unknown end; the next attempt asks first. So it
   * does when the worker was closed meanwhile: people need not hear that nobody waited for an
   * answer.
   */
  private Progress begin(Job job, int attempt) {
    try {
      Progress progress =
          gateway.submit(job, new FreshFence(() -> jobs.holds(job.id(), attempt), fresh, clock));
      if (Thread.interrupted() && !succeeded(progress)) {
        throw new Sleep.Stopped(new InterruptedException("in the middle of " + job.id()));
      }
      return progress;
    } catch (Sleep.Stopped e) {
      throw e;
    } catch (RuntimeException e) {
      if (attempt < limits.attempts()) {
        throw e;
      }
      LOG.error("Job {} failed {} times; a person decides", job.id(), attempt, e);
      return only(
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
      LOG.warn("Asking how {} is failed", running.handle().job(), e);
      return running;
    }
  }

  private Finished giveUp(Running running) {
    LOG.warn("Job {} takes too long", running.handle().job());
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

  private static Finished only(Outcome outcome) {
    return new Finished(outcome, "");
  }
}
