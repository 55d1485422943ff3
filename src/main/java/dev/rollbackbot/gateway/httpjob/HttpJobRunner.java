package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.ProviderCalls.CallAccepted;
import dev.rollbackbot.gateway.ProviderCalls.CallNotAccepted;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunHttp;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, finds, reads and stops the runs of jobs as their runbooks say. A start is sent once; only
 * one that was refused because of a rate limit is sent again, after a look whether it runs.
 */
final class HttpJobRunner implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(HttpJobRunner.class);
  private static final int CONFLICT = 409;
  private static final String FORBIDDEN = "forbidden";

  private final HttpJobCalls calls;
  private final HttpRunReader reader;
  private final Supplier<RateLimitBudget> budgets;

  HttpJobRunner(HttpJobCalls calls, HttpRunReader reader, Supplier<RateLimitBudget> budgets) {
    this.calls = calls;
    this.reader = reader;
    this.budgets = budgets;
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    if (!(job instanceof RunHttp run)) {
      return new NotStarted(FailureKind.REFUSED, "not-http", "This is no job for HTTP.");
    }
    Optional<String> problem = calls.problem(run.spec());
    if (problem.isPresent()) {
      return new NotStarted(FailureKind.REFUSED, "not-allowed", problem.get());
    }
    HttpRunId id = id(correlation);
    return notBefore(run, id).orElseGet(() -> send(run, id, leaseCheck));
  }

  /**
   * A run that bears the correlation id already would be taken for this one. And if it can't be
   * looked for now, a lost answer could not be found out about later.
   */
  private Optional<JobStart> notBefore(RunHttp run, HttpRunId id) {
    if (run.spec().find().isEmpty()) {
      return Optional.empty();
    }
    return switch (look(run, id, budgets.get())) {
      case HttpRunReader.NoRun _ -> Optional.empty();
      case HttpRunReader.FoundRun _, HttpRunReader.WaitingRun _ ->
          refused(
              "already-there",
              "There is a run with the id %s already. Nothing was started."
                  .formatted(id.correlation()));
      case HttpRunReader.UnclearRun(String text, Optional<Duration> _) ->
          refused("not-readable", "Nothing was started, because its runs can't be read. " + text);
    };
  }

  /** Waits for rate limits as long as the budget lasts. */
  private HttpRunReader.SearchResult look(RunHttp run, HttpRunId id, RateLimitBudget budget) {
    HttpRunReader.SearchResult result = reader.find(run, id);
    while (result instanceof HttpRunReader.UnclearRun(String _, Optional<Duration> wait)
        && wait.map(budget::await).orElse(false)) {
      result = reader.find(run, id);
    }
    return result;
  }

  private static Optional<JobStart> refused(String code, String text) {
    return Optional.of(new NotStarted(FailureKind.REFUSED, code, text));
  }

  private JobStart send(RunHttp run, HttpRunId id, LeaseCheck leaseCheck) {
    HttpSpec spec = run.spec();
    List<HttpField> idempotency =
        spec.idempotencyHeader().map(name -> new HttpField(name, id.correlation())).stream()
            .toList();
    RateLimitBudget budget = budgets.get();
    while (true) {
      switch (calls.change(spec, spec.start(), id.values(run.values()), idempotency, leaseCheck)) {
        case CallAccepted accepted -> {
          return started(spec, id, accepted);
        }
        case CallNotAccepted(RateLimited limited) when budget.await(limited.retryAfter()) -> {
          LOG.info("start of a job waited for a rate limit id={}", id.correlation());
          Optional<JobStart> started = startedAllTheSame(run, id, limited, budget);
          if (started.isPresent()) {
            return started.get();
          }
        }
        case CallNotAccepted(FailedCall failed) -> {
          return notStarted(run, id, failed, budget);
        }
      }
    }
  }

  private JobStart started(HttpSpec spec, HttpRunId id, CallAccepted accepted) {
    if (spec.id().isEmpty()) {
      return new Started(id.text());
    }
    return reader
        .json(accepted)
        .flatMap(answer -> JsonPlaces.word(answer, spec.id().get()))
        .filter(HttpRunId::isId)
        .<JobStart>map(run -> new Started(id.with(run).text()))
        .orElseGet(() ->
            new PerhapsStarted(
                "%s accepted it (HTTP %d), but its answer does not say which run it is."
                    .formatted(HttpJobCalls.host(spec), accepted.status())));
  }

  private JobStart notStarted(
      RunHttp run, HttpRunId id, FailedCall failed, RateLimitBudget budget) {
    return switch (failed) {
      case NotSent refused when refused.code().equals(FORBIDDEN) ->
          new PerhapsStarted("Another instance of the bot has taken this over.");
      case NotSent unsent -> notStarted(unsent);
      case ErrorResponse error ->
          startedAllTheSame(run, id, error, budget).orElseGet(() -> notStarted(error));
      case RateLimited limited ->
          startedAllTheSame(run, id, limited, budget).orElseGet(() -> notStarted(limited));
      case UnknownResult unknown -> new PerhapsStarted(unknown.description());
    };
  }

  private static JobStart notStarted(NotCarriedOut refused) {
    return new NotStarted(refused.kind(), refused.code(), refused.description());
  }

  /**
   * What was refused may be a copy: a proxy may have sent the request twice, and the first one
   * started the run. So its runs are looked at before the start is sent again or told as refused.
   * Empty: no run is known.
   */
  private Optional<JobStart> startedAllTheSame(
      RunHttp run, HttpRunId id, NotCarriedOut refused, RateLimitBudget budget) {
    // A service that knows copies by a header speaks of the first one with a conflict.
    Optional<JobStart> unclear =
        Optional.<JobStart>of(new PerhapsStarted(refused.description()))
            .filter(_ -> run.spec().idempotencyHeader().isPresent() && isConflict(refused));
    if (run.spec().find().isEmpty()) {
      return unclear;
    }
    return switch (look(run, id, budget)) {
      case HttpRunReader.FoundRun(String found) -> Optional.of(new Started(id.with(found).text()));
      case HttpRunReader.WaitingRun _ -> Optional.of(new Started(id.text()));
      case HttpRunReader.NoRun _ -> unclear;
      // The limit that it was refused for is no reason to doubt that.
      case HttpRunReader.UnclearRun(String _, Optional<Duration> wait)
          when refused instanceof RateLimited && wait.isPresent() ->
          Optional.of(notStarted(refused));
      case HttpRunReader.UnclearRun(String text, Optional<Duration> _) ->
          Optional.of(
              new PerhapsStarted(
                  refused.description() + " Whether it runs all the same can't be told. " + text));
    };
  }

  private static boolean isConflict(NotCarriedOut refused) {
    return refused instanceof ErrorResponse error && error.status() == CONFLICT;
  }

  @Override
  public JobStart find(ProviderJob job, String correlation) {
    if (!(job instanceof RunHttp run)) {
      return new PerhapsStarted("This is no job for HTTP.");
    }
    Optional<String> problem = calls.problem(run.spec());
    if (problem.isPresent()) {
      return new PerhapsStarted(problem.get());
    }
    HttpRunId id = id(correlation);
    if (!run.spec().find().isEmpty()) {
      return switch (reader.find(run, id)) {
        case HttpRunReader.FoundRun(String found) -> new Started(id.with(found).text());
        case HttpRunReader.WaitingRun _ -> new Started(id.text());
        case HttpRunReader.NoRun _ ->
            new PerhapsStarted(
                "%s lists no run with the id %s."
                    .formatted(HttpJobCalls.host(run.spec()), id.correlation()));
        case HttpRunReader.UnclearRun unclear -> new PerhapsStarted(unclear.text());
      };
    }
    return run.spec().hasRuns() ? notFindable() : findByGoal(run, id);
  }

  /** A job without runs of its own: what it should bring about can be read. */
  private JobStart findByGoal(RunHttp run, HttpRunId id) {
    return switch (reader.state(run, id)) {
      case RunEnded ended when ended.success() -> new Started(id.text());
      case RunEnded ended -> new PerhapsStarted("It is not as it should be: " + ended.text() + ".");
      case RunUnderWay _, RunAsBefore _ -> new PerhapsStarted("It is not as it should be yet.");
      case RunUnreadable(String text) -> new PerhapsStarted(text);
      case RunLost(String text) -> new PerhapsStarted(text);
      case RunNotBegun(String _, String text) -> new PerhapsStarted(text);
    };
  }

  private static JobStart notFindable() {
    return new PerhapsStarted(
        "The runbook does not say how the run is found again. Look there whether it was started.");
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    return job instanceof RunHttp run
        ? reader.state(run, HttpRunId.of(runId))
        : new RunUnreadable("This is no job for HTTP.");
  }

  @Override
  public List<String> secrets() {
    return calls.secrets();
  }

  @Override
  public String output(ProviderJob job, String runId) {
    return job instanceof RunHttp run ? reader.output(run, HttpRunId.of(runId)) : "";
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    if (!(job instanceof RunHttp run)) {
      return new StopRefused("This is no job for HTTP.", true);
    }
    HttpRunId id = HttpRunId.of(runId);
    Optional<StopCall> stop = stopCall(run, id);
    if (stop.isEmpty()) {
      return cancels(run.spec())
          ? new StopRefused("The bot can't stop it: it is not found now.", false)
          : new StopRefused("The bot can't stop it: the runbook does not say how.", true);
    }
    return switch (calls.change(
        run.spec(), stop.get().call(), stop.get().values(), List.of(), () -> true)) {
      case CallAccepted _ -> {
        LOG.info("job is asked to stop run={}", runId);
        if (stop.get().inQueue()) {
          reader.takenOutOfQueue(id);
        }
        yield new StopAsked();
      }
      // Some services answer with a redirect to a page, whether they stopped it or not.
      case CallNotAccepted(FailedCall failed) when failed.code().startsWith("http-3") -> {
        LOG.info("job is asked to stop run={}", runId);
        yield new StopAsked();
      }
      case CallNotAccepted(FailedCall failed) -> {
        LOG.warn("job was not stopped run={} reason={}", runId, failed.description());
        yield new StopRefused(
            "It could not be stopped. " + failed.description(), failed instanceof ErrorResponse);
      }
    };
  }

  private static boolean cancels(HttpSpec spec) {
    return spec.cancel().isPresent()
        || spec.queue().flatMap(HttpSpec.RunSearch::cancel).isPresent();
  }

  private record StopCall(HttpCall call, Map<String, String> values, boolean inQueue) {}

  /** Of the run itself, or of its place in a queue. */
  private Optional<StopCall> stopCall(RunHttp run, HttpRunId id) {
    HttpSpec spec = run.spec();
    boolean idNeeded =
        id.id().isEmpty()
            && !spec.find().isEmpty()
            && (spec.stateNeedsId() || spec.queue().isPresent());
    if (!idNeeded) {
      return spec.cancel().map(call -> new StopCall(call, id.values(run.values()), false));
    }
    return switch (reader.find(run, id)) {
      case HttpRunReader.FoundRun(String found) ->
          spec.cancel().map(call -> new StopCall(call, id.with(found).values(run.values()), false));
      case HttpRunReader.WaitingRun(String place) ->
          spec.queue()
              .flatMap(HttpSpec.RunSearch::cancel)
              .map(call -> new StopCall(call, id.with(place).values(run.values()), true));
      case HttpRunReader.NoRun _, HttpRunReader.UnclearRun _ -> Optional.empty();
    };
  }

  /** Of characters that any service takes in a name. */
  private static HttpRunId id(String correlation) {
    String text = correlation.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return new HttpRunId(text, Optional.empty());
  }
}
