package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.Jobs.StoredJob;
import dev.rollbackbot.app.Jobs.StoredRun;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.SuccessProbes;
import dev.rollbackbot.text.PrintedLines;
import dev.rollbackbot.work.JobExecution.WaitReports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a provider runs, followed to its end: its id there is stored before the provider
 * is asked about it, what it prints is reported, and it is stopped when a person asks for that or
 * its time is over. It is never started a second time.
 *
 * @param job that is worked on: the one that started it, or one that finds out about it
 * @param started the job that started it: the provider knows the run by it
 */
record RunningJob(
    RunDependencies dependencies,
    StoredJob job,
    StoredJob started,
    Invocation.ProviderJob run,
    int attempt) {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

  /** Reports of its output: at first a panel that moves, then few events. */
  private static final int POLLS_PER_REPORT = 5;

  private static final int MOST_REPORTS = 100;

  /** Of the thread, so that a job that prints much does not flood it. */
  private static final int MOST_POSTS = 30;

  private static final int LONGEST_POST = 2_400;

  /** Reports from one post to the next, when there were some. */
  private static final int REPORTS_PER_POST = 6;

  private static final String NO_MORE_POSTS =
      "\n[What it prints from here on is attached when it has ended.]";

  record RunDependencies(
      WorkerDependencies work,
      OutcomeListener outcomes,
      WorkSettings.JobLimits limits,
      InstantSource clock,
      Sleeper sleeper) {}

  /** After a crash or an unknown outcome. */
  Finished find() {
    if (started.run().isPresent()) {
      StoredRun stored = started.run().get();
      return follow(
          new StillRunning(new Handle(asked(), stored.runId())),
          new Seen(Optional.of(stored.since()), false));
    }
    Instant limit = now().plus(dependencies.limits().findOutLimit());
    while (true) {
      Progress found = gateway().find(asked());
      boolean unknown =
          found instanceof Finished finished && finished.outcome() instanceof Outcome.Unknown;
      if (!unknown || !now().isBefore(limit) || searchIsEnded()) {
        return follow(found, new Seen(Optional.empty(), false));
      }
      Sleeper.throwIfInterrupted("the search for job " + started.id());
      dependencies.sleeper().sleep(dependencies.limits().findOutPoll());
    }
  }

  /** What was started just now. */
  Finished follow(Progress first) {
    return follow(first, new Seen(Optional.of(now()), true));
  }

  /** What is known of a run's time: its start, and whether it was seen to run since. */
  private record Seen(Optional<Instant> start, boolean running) {}

  private Finished follow(Progress first, Seen seen) {
    return switch (first) {
      case Finished finished -> finished;
      case StillRunning running -> {
        // Its step may have begun long before, and have waited for the lock of the resource.
        Instant since = seen.start().or(started::begun).orElseGet(dependencies.clock()::instant);
        dependencies.work().jobs().running(job.id(), attempt, running.handle().runId(), since);
        yield new Following(running.handle(), since, seen).toTheEnd();
      }
    };
  }

  /** By a person: this job only finds out what became of another one. */
  private boolean searchIsEnded() {
    return !job.id().equals(started.id()) && dependencies.work().jobs().stopRequested(job.id());
  }

  private Job asked() {
    return new Job(started.id(), run);
  }

  private Instant now() {
    return dependencies.clock().instant();
  }

  private CommandGateway gateway() {
    return dependencies.work().gateway();
  }

  /** One run, and what was reported of it so far. */
  private final class Following {
    private final Handle handle;
    private final Instant since;
    private final boolean startSeen;
    private boolean runningSeen;

    /** When it was tried first. */
    private Optional<Instant> stopTried = Optional.empty();

    /** The last answer, if the run was not asked to stop. */
    private Optional<StopRefused> notAsked = Optional.empty();

    private boolean refusedAtOnce;
    private boolean late;
    private final WaitReports waits;
    private String reported = "";
    private int polls;
    private int reports;
    private final PrintedLines lines;
    private int posts;
    private int sincePost;

    Following(Handle handle, Instant since, Seen seen) {
      this.handle = handle;
      this.since = since;
      this.startSeen = seen.start().isPresent();
      this.runningSeen = seen.running();
      this.lines = new PrintedLines(attempt == 1 && job.id().equals(started.id()));
      this.waits = new WaitReports(dependencies.outcomes(), dependencies.clock(), job, attempt);
    }

    Finished toTheEnd() {
      while (true) {
        switch (poll()) {
          case Finished finished -> {
            return finished.outcome()
                    instanceof Outcome.Succeeded(Outcome.JobSucceeded ended, Duration took)
                ? new Finished(confirmed(ended, took, finished.artifact()), finished.artifact())
                : late ? withReason(finished) : finished;
          }
          case StillRunning running -> {
            if (!running.waitsAsBefore()) {
              waits.waits(running.waits());
            }
            stopIfNeeded();
            boolean runs = running.unreadable().isEmpty();
            // Whoever finds out about it goes on while the provider says that it runs: as long as
            // that is so, nobody starts it a second time.
            // At once if it can't be stopped: a person should know that while it runs.
            boolean notStopped = stopLimitIsOver() || (refusedAtOnce && runs);
            if (searchIsEnded()) {
              return new Finished(
                  unknown("It is not asked about any more.", running), gateway().log(handle));
            }
            if (notStopped && (job.id().equals(started.id()) || !runs)) {
              return new Finished(notEnded(running), gateway().log(handle));
            }
            report();
          }
        }
        dependencies.sleeper().sleep(dependencies.limits().poll());
      }
    }

    /** That it ended well, if that is not to be measured first. */
    private Outcome confirmed(Outcome.JobSucceeded ended, Duration took, String artifact) {
      Optional<SuccessProbes> needed = dependencies.work().successProbes(job.incident(), job.id());
      if (needed.isEmpty()) {
        return new Outcome.Succeeded(ended, took);
      }
      String measured = "It has ended; measured now: " + needed.get().titles();
      report(PrintedLines.last(artifact + "\n" + measured), Optional.empty());
      return measured(needed.get(), ended, took);
    }

    private Outcome measured(SuccessProbes needed, Outcome.JobSucceeded ended, Duration took) {
      Instant limit = now().plus(needed.within());
      while (true) {
        Instant next = now().plus(needed.round().interval());
        List<ProbeResult> results = measure(needed.round().targets());
        Optional<Outcome> confirmed = needed.confirmed(ended, took, results);
        boolean over =
            next.isAfter(limit)
                || searchIsEnded()
                || dependencies.work().jobs().stopRequested(started.id());
        if (confirmed.isPresent() || over) {
          return confirmed.orElseGet(() -> needed.notConfirmed(ended, results));
        }
        Duration wait = Duration.between(now(), next);
        dependencies.sleeper().sleep(wait.isNegative() ? Duration.ZERO : wait);
      }
    }

    private List<ProbeResult> measure(List<ProbeRound.ProbeTarget> targets) {
      try {
        return dependencies.work().probes().measure(targets);
      } catch (InterruptedException e) {
        throw new Sleeper.WorkerStopped(e);
      }
    }

    private boolean stopLimitIsOver() {
      return stopTried
          .filter(at -> !now().isBefore(at.plus(dependencies.limits().stopLimit())))
          .isPresent();
    }

    private Outcome.Unknown notEnded(StillRunning last) {
      String stop =
          notAsked
              .map(StopRefused::text)
              .orElseGet(() ->
                  "It was asked to stop %d s ago."
                      .formatted(dependencies.limits().stopLimit().toSeconds()));
      return unknown(stop, last);
    }

    private static Outcome.Unknown unknown(String why, StillRunning last) {
      return new Outcome.Unknown(
          why
              + last.unreadable()
                  .map(unread -> " Whether it still runs can't be told. " + unread)
                  .orElse(" It still runs."));
    }

    private Progress poll() {
      try {
        Progress progress = gateway().poll(handle);
        runningSeen |= progress instanceof StillRunning running && running.unreadable().isEmpty();
        return progress instanceof Finished(Outcome.Succeeded succeeded, String artifact)
            ? new Finished(timed(succeeded), artifact)
            : progress;
      } catch (Sleeper.WorkerStopped e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("job's progress could not be read id={}", handle.job().id(), e);
        return StillRunning.unreadable(handle, "The bot's log says why.");
      }
    }

    /** It may have ended long before it was found. */
    private Outcome.Succeeded timed(Outcome.Succeeded succeeded) {
      Outcome.Finding finding =
          succeeded.finding() instanceof Outcome.JobSucceeded(String text, boolean _)
              ? new Outcome.JobSucceeded(text, startSeen && runningSeen)
              : succeeded.finding();
      return new Outcome.Succeeded(finding, Duration.between(since, now()));
    }

    private void stopIfNeeded() {
      boolean again = notAsked.filter(refused -> !refused.lasting()).isPresent();
      if (stopTried.isPresent() && !again) {
        return;
      }
      late |= !now().isBefore(since.plus(run.timeout()));
      if (!late && !dependencies.work().jobs().stopRequested(started.id())) {
        return;
      }
      LOG.info("job is asked to stop id={} timeout={}", handle.job().id(), late);
      notAsked =
          switch (gateway().cancel(handle)) {
            case StopAsked _ -> Optional.empty();
            case StopRefused refused -> Optional.of(refused);
          };
      refusedAtOnce = stopTried.isEmpty() && notAsked.filter(StopRefused::lasting).isPresent();
      stopTried = Optional.of(stopTried.orElseGet(RunningJob.this::now));
    }

    private Finished withReason(Finished finished) {
      return finished.outcome() instanceof Outcome.Failed failed
          ? new Finished(
              new Outcome.Failed(
                  failed.kind(),
                  "timeout",
                  "It had not ended after %d s%s. Then it ended: %s"
                      .formatted(
                          run.timeout().toSeconds(),
                          notAsked.isEmpty() ? ", and was asked to stop" : "",
                          failed.text()),
                  failed.live()),
              finished.artifact())
          : finished;
    }

    private void report() {
      polls++;
      if (polls % POLLS_PER_REPORT != 1 || reports >= MOST_REPORTS) {
        return;
      }
      String output = gateway().log(handle);
      String last = PrintedLines.last(output);
      Optional<String> forThread = forThread(output);
      if (last.isBlank() || (last.equals(reported) && forThread.isEmpty())) {
        return;
      }
      reported = last;
      report(last, forThread);
    }

    /** A post more takes longer than the one before, up to a minute. */
    private Optional<String> forThread(String output) {
      sincePost++;
      if (posts >= MOST_POSTS || sincePost < Math.min(posts, REPORTS_PER_POST)) {
        return Optional.empty();
      }
      Optional<String> printed = lines.next(output, LONGEST_POST);
      if (printed.isPresent()) {
        posts++;
        sincePost = 0;
      }
      return printed.map(text -> posts < MOST_POSTS ? text : text + NO_MORE_POSTS);
    }

    private void report(String last, Optional<String> forThread) {
      reports++;
      dependencies
          .outcomes()
          .deliver(
              "output:" + job.id() + ":" + attempt + ":" + reports,
              job.incident(),
              new Command.JobOutput(now(), Actor.BOT, job.id(), last, forThread));
      IncidentMdc.restore(job.incident());
    }
  }
}
