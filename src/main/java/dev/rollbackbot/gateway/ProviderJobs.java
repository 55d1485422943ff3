package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunNotBegun;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.text.VisibleText;
import java.time.Duration;
import java.util.Optional;

/**
 * What the answers of a job runner mean, for every provider alike: a job counts as started, ended
 * or not started only when the provider says so. What it printed is masked before anybody else sees
 * it.
 */
record ProviderJobs(JobRunner runner) {
  /** The end of an output, which is what explains it. */
  private static final int MAX_OUTPUT = 200_000;

  private static final int MAX_LINE = 200;

  Progress start(Job job, ProviderJob run, LeaseCheck leaseCheck) {
    return progress(job, runner.start(run, correlation(job, run), leaseCheck));
  }

  Progress find(Job job, ProviderJob run) {
    return progress(job, runner.find(run, correlation(job, run)));
  }

  /** What the provider knows that job by; it is stored with the job before the first call. */
  static String correlation(Job job, ProviderJob run) {
    return Invocation.correlation(job.id(), run.begun());
  }

  private static Progress progress(Job job, JobStart start) {
    return switch (start) {
      case Started(String runId) -> new StillRunning(new Handle(job, runId));
      case NotStarted(Outcome.FailureKind kind, String code, String text) ->
          new Finished(new Outcome.Failed(kind, code, text, Optional.empty()), "");
      case PerhapsStarted(String text) -> new Finished(new Outcome.Unknown(text), "");
    };
  }

  Progress poll(Handle handle, ProviderJob run) {
    return switch (runner.state(run, handle.runId())) {
      case RunUnderWay(var waits) ->
          new StillRunning(handle, waits.map(ProviderJobs::masked), Optional.empty());
      case RunAsBefore _ -> StillRunning.asBefore(handle);
      case RunUnreadable(String text) -> StillRunning.unreadable(handle, text);
      case RunEnded(boolean success, String code, String text) -> {
        String output = output(handle, run);
        yield new Finished(
            success
                // The time is that of the whole job, which the caller knows.
                ? new Outcome.Succeeded(new Outcome.JobSucceeded(text), Duration.ZERO)
                : new Outcome.Failed(
                    Outcome.FailureKind.RUN_FAILED,
                    code,
                    text + lastLine(output, text),
                    Optional.empty()),
            output);
      }
      case RunNotBegun(String code, String text) ->
          new Finished(
              new Outcome.Failed(Outcome.FailureKind.NOT_DONE, code, text, Optional.empty()), "");
      case RunLost(String text) -> new Finished(new Outcome.Unknown(text), output(handle, run));
    };
  }

  static WaitsForPerson masked(WaitsForPerson waits) {
    return new WaitsForPerson(VisibleText.of(ProviderText.masked(waits.text())), waits.link());
  }

  /**
   * Most programs say in their last line why they failed; a line that repeats the text does not.
   */
  private static String lastLine(String output, String text) {
    String end = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return output
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.endsWith(end))
        .reduce((_, last) -> last)
        .map(line ->
            (text.endsWith(".") ? "" : ".")
                + " It printed last: "
                + (line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line))
        .orElse("");
  }

  /** Masked and bounded. */
  String output(Handle handle, ProviderJob run) {
    String printed = runner.output(run, handle.runId());
    return PrintedText.whole(printed).masked(MAX_OUTPUT, runner.secrets());
  }

  StopAnswer stop(Handle handle, ProviderJob run) {
    return runner.stop(run, handle.runId());
  }
}
