package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts workflows by {@code workflow_dispatch}, and reads what became of their runs. */
final class WorkflowRunner {
  private static final int CONFLICT = 409;
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowRunner.class);

  private final GitHubOptions options;
  private final GitHubClient client;
  private final WorkflowCheck check;
  private final WorkflowRunSearch search;
  private final RunReading reading;
  private final ApprovedCommit approved;

  WorkflowRunner(GitHubOptions options, GitHubClient client, ApprovedCommit approved) {
    this.options = options;
    this.client = client;
    check = new WorkflowCheck(client);
    search = new WorkflowRunSearch(client);
    this.approved = approved;
    reading = new RunReading(client, options);
  }

  JobStart start(RunWorkflow run, String correlation, LeaseCheck leaseCheck) {
    if (!options.allows(run.repository())) {
      return new NotStarted(FailureKind.REFUSED, "repository-not-allowed", notAllowed(run));
    }
    RateLimitBudget budget = budget();
    try {
      if (run.opened().isPresent()) {
        approved.require(run.opened().get(), budget);
      }
      check.require(run.repository(), run.workflow(), run.ref(), run.inputs().keySet(), budget);
    } catch (ProviderReadException e) {
      Failed failed = e.failed(e.text());
      return new NotStarted(failed.kind(), failed.code(), failed.text());
    }
    return dispatch(run, correlation, budget, leaseCheck);
  }

  /** The branch may have moved in the moment between. */
  private JobState ofApproved(RunWorkflow run, String runId, JobState state) {
    if (run.opened().isEmpty() || state instanceof RunUnreadable) {
      return state;
    }
    try {
      return other(run, runId).map(text -> accepted(run, runId, state, text)).orElse(state);
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }

  /** Empty: it runs the approved commit. */
  private Optional<String> other(RunWorkflow run, String runId) throws ProviderReadException {
    String commit = approved.of(run.opened().orElseThrow(), none());
    String runs =
        BoundedJson.text(client.read(RunJobs.path(run, runId), none()), "head_sha").orElse("?");
    return runs.equals(commit)
        ? Optional.empty()
        : Optional.of(
            "it ran the commit %s, and not %s, with which the pull request of this plan was opened"
                .formatted(ProviderText.shortId(runs), ProviderText.shortId(commit)));
  }

  private JobState accepted(RunWorkflow run, String runId, JobState state, String other) {
    return switch (state) {
      case RunEnded(boolean _, String _, String text) ->
          new RunEnded(false, "other-commit", "%s, and %s: make a new plan".formatted(text, other));
      case RunUnderWay _, RunAsBefore _ ->
          new RunUnderWay(
              Optional.of(
                  new WaitsForPerson(
                      "It must be stopped: %s.".formatted(other),
                      Optional.of(options.page(run.repository(), runId)))));
      case JobState _ -> state;
    };
  }

  private static String notAllowed(RunWorkflow run) {
    return "%s does not list “%s”.".formatted(GitHubOptions.REPOSITORIES, run.repository());
  }

  /**
   * What was refused because of a limit was not done, and may be sent again; but what was refused
   * may be a copy that something on the way made of a request that was carried out.
   */
  private JobStart dispatch(
      RunWorkflow run, String correlation, RateLimitBudget budget, LeaseCheck leaseCheck) {
    String path = dispatches(run);
    while (true) {
      CallResult result = client.post(path, body(run, correlation), leaseCheck);
      switch (result) {
        case Success success -> {
          return WorkflowRunSearch.id(success.body(), "workflow_run_id")
              .<JobStart>map(Started::new)
              .orElseGet(() -> look(run, correlation, budget));
        }
        case RateLimited limited when budget.await(limited.retryAfter()) -> {
          Optional<JobStart> started = startedAllTheSame(run, correlation, limited, budget);
          if (started.isPresent()) {
            return started.get();
          }
        }
        case NotSent unsent when !leaseCheck.isValid() -> {
          return new PerhapsStarted(unsent.description());
        }
        case NotSent unsent -> {
          return notStarted(unsent);
        }
        case NotCarriedOut refused -> {
          return startedAllTheSame(run, correlation, refused, budget)
              .orElseGet(() -> notStarted(refused));
        }
        case UnknownResult unknown -> {
          return new PerhapsStarted(unknown.description());
        }
      }
    }
  }

  private static JobStart notStarted(NotCarriedOut refused) {
    Failed failed = refused.failed(refused.description(), Optional.empty());
    return new NotStarted(failed.kind(), failed.code(), failed.text());
  }

  /** Empty: no run is listed. */
  private Optional<JobStart> startedAllTheSame(
      RunWorkflow run, String correlation, NotCarriedOut refused, RateLimitBudget budget) {
    try {
      return search.search(run, correlation, budget).isEmpty()
          ? Optional.empty()
          : Optional.of(search.find(run, correlation, budget));
    } catch (ProviderReadException e) {
      // The limit that it was refused for is no reason to doubt that.
      return Optional.of(
          refused instanceof RateLimited
              ? notStarted(refused)
              : new PerhapsStarted("Whether it runs could not be looked at. " + e.text()));
    }
  }

  static String dispatches(RunWorkflow run) {
    return "/repos/%s/actions/workflows/%s/dispatches".formatted(run.repository(), run.workflow());
  }

  /** Of the request that starts it. */
  static JsonObject body(RunWorkflow run, String correlation) {
    JsonObjectBuilder inputs = Json.createObjectBuilder();
    run.inputs().forEach(inputs::add);
    inputs.add(WorkflowSpec.CORRELATION, correlation);
    return Json.createObjectBuilder().add("ref", run.ref()).add("inputs", inputs).build();
  }

  /** An older server says only that it was started; the run shows up some seconds later. */
  private JobStart look(RunWorkflow run, String correlation, RateLimitBudget budget) {
    Duration looked = Duration.ZERO;
    while (true) {
      JobStart found = search.find(run, correlation, budget);
      if (found instanceof Started || looked.compareTo(options.timings().look()) >= 0) {
        return found;
      }
      if (!RateLimitBudget.pause(options.timings().lookPoll())) {
        return found;
      }
      looked = looked.plus(options.timings().lookPoll());
    }
  }

  JobStart find(RunWorkflow run, String correlation) {
    return options.allows(run.repository())
        ? search.find(run, correlation, budget())
        : new PerhapsStarted(notAllowed(run));
  }

  JobState state(RunWorkflow run, String runId, RateLimitBudget budget) {
    return options.allows(run.repository())
        ? ofApproved(run, runId, reading.state(run, runId, budget))
        : new RunUnreadable(notAllowed(run));
  }

  String output(RunWorkflow run, String runId) {
    if (!options.allows(run.repository())) {
      return "";
    }
    String page = options.page(run.repository(), runId);
    try {
      return RunJobs.output(client, run, RunJobs.read(client, run, runId, none()), page);
    } catch (ProviderReadException e) {
      return "== " + page + "\nIts jobs can't be read now. " + e.text() + "\n";
    }
  }

  StopAnswer stop(RunWorkflow run, String runId) {
    if (!options.allows(run.repository())) {
      return new StopRefused(notAllowed(run), true);
    }
    RateLimitBudget budget = budget();
    CallResult result;
    do {
      result =
          client.post(
              RunJobs.path(run, runId) + "/cancel", JsonValue.EMPTY_JSON_OBJECT, () -> true);
    } while (result instanceof RateLimited limited && budget.await(limited.retryAfter()));
    if (result instanceof FailedCall failed) {
      // A run that has ended is no failure, and what is true is read from the run.
      LOG.warn(
          "run may not be stopped repository={} run={} reason={}",
          run.repository(),
          runId,
          failed.description());
      return new StopRefused(
          "GitHub did not stop it. " + failed.description(),
          failed instanceof ErrorResponse error && error.status() != CONFLICT);
    }
    return new StopAsked();
  }

  /** Why a workflow of a runbook can't be run, in one sentence; empty: it can. */
  Optional<String> problem(WorkflowSpec spec) {
    if (!options.allows(spec.repository())) {
      return Optional.of(
          "%s does not list “%s”, which a runbook names."
              .formatted(GitHubOptions.REPOSITORIES, spec.repository()));
    }
    try {
      check.require(spec.repository(), spec.workflow(), spec.ref(), spec.inputs().keySet(), none());
      return Optional.empty();
    } catch (ProviderReadException e) {
      return Optional.of(e.text());
    }
  }

  RateLimitBudget budget() {
    return new RateLimitBudget(options.timings().rateLimitBudget(), Duration.ofSeconds(1));
  }

  private static RateLimitBudget none() {
    return new RateLimitBudget(Duration.ZERO, Duration.ofSeconds(1));
  }
}
