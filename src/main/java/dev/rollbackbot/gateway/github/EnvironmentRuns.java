package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi.Rollout;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The run of the workflow that a rollback asks for, once; found again by the id in its name. There
 * are several if something on the way sent the request twice. For one job, and not thread-safe.
 */
final class EnvironmentRuns {
  /** Besides the approvals that GitHub asks for. */
  static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Set<String> INPUTS = Set.of(EnvironmentName.VERSION);
  private static final Pattern CORRELATION = Pattern.compile("^Rollback (\\S{1,100}):");
  private static final Pattern BEGUN =
      Pattern.compile("-(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z$");

  private final GitHubOptions options;
  private final GitHubClient client;
  private final RateLimitBudget ownBudget;
  private final InstantSource clock;
  private Set<String> runs = Set.of();
  private Optional<Instant> lookedFor = Optional.empty();
  private Optional<LastRollout> last = Optional.empty();

  private record LastRollout(Instant at, Rollout rollout) {}

  EnvironmentRuns(
      GitHubOptions options, GitHubClient client, RateLimitBudget ownBudget, InstantSource clock) {
    this.options = options;
    this.client = client;
    this.ownBudget = ownBudget;
    this.clock = clock;
  }

  /** The run that the job asks for, at the branch that holds the workflow. */
  private RunWorkflow workflow(RollBack job, EnvironmentName name, RateLimitBudget budget)
      throws ProviderReadException {
    String branch =
        BoundedJson.text(client.read(name.path(), budget), "default_branch").orElse("main");
    return new RunWorkflow(
        name.repository(),
        name.workflow(),
        branch,
        Map.of(EnvironmentName.VERSION, job.target().id()),
        List.of(),
        LIMIT,
        begun(correlation(job)),
        Optional.empty(),
        Optional.empty());
  }

  /** It stands at the beginning of the message, and no other rollback has it. */
  private static String correlation(RollBack job) throws ProviderReadException {
    Matcher matcher = CORRELATION.matcher(job.message());
    if (!matcher.find()) {
      throw new ProviderReadException(
          FailureKind.REFUSED, "no-correlation", "The rollback has no id to be found again by.");
    }
    return matcher.group(1);
  }

  private static Optional<Instant> begun(String correlation) {
    Matcher matcher = BEGUN.matcher(correlation);
    return matcher.find()
        ? Optional.of(
            Instant.parse(
                "%s-%s-%sT%s:%s:%sZ"
                    .formatted(
                        matcher.group(1),
                        matcher.group(2),
                        matcher.group(3),
                        matcher.group(4),
                        matcher.group(5),
                        matcher.group(6))))
        : Optional.empty();
  }

  /** The ids of the job's runs; empty: GitHub lists none. */
  Set<String> find(RollBack job, EnvironmentName name, RateLimitBudget budget)
      throws ProviderReadException {
    return runs.isEmpty() ? find(job, workflow(job, name, budget), budget) : runs;
  }

  private Set<String> find(RollBack job, RunWorkflow asked, RateLimitBudget budget)
      throws ProviderReadException {
    if (runs.isEmpty()) {
      runs = new WorkflowRunSearch(client).search(asked, correlation(job), budget);
    }
    return runs;
  }

  /** Nothing is sent if a run is there already: each request is another run. */
  CallResult start(RollBack job, EnvironmentName name, LeaseCheck leaseCheck)
      throws ProviderReadException {
    RunWorkflow asked = workflow(job, name, ownBudget);
    new WorkflowCheck(client)
        .require(name.repository(), name.workflow(), asked.ref(), INPUTS, INPUTS, ownBudget);
    if (!find(job, asked, ownBudget).isEmpty()) {
      return new Success(GitHubClient.NAME, JsonValue.EMPTY_JSON_OBJECT);
    }
    CallResult result =
        client.post(
            WorkflowRunner.dispatches(asked),
            WorkflowRunner.body(asked, correlation(job)),
            leaseCheck);
    if (result instanceof Success success) {
      runs =
          WorkflowRunSearch.id(success.body(), "workflow_run_id").map(Set::of).orElseGet(Set::of);
    }
    return result;
  }

  /** At GitHub's own pace. */
  Rollout rollout(RollBack job, EnvironmentName name, RateLimitBudget budget)
      throws ProviderReadException {
    Instant now = clock.instant();
    Optional<LastRollout> known =
        last.filter(l -> now.isBefore(l.at().plus(options.timings().poll())));
    if (known.isPresent()) {
      return known.get().rollout();
    }
    Rollout rollout = read(job, name, now, budget);
    last = Optional.of(new LastRollout(now, rollout));
    return rollout;
  }

  private Rollout read(RollBack job, EnvironmentName name, Instant now, RateLimitBudget budget)
      throws ProviderReadException {
    RunWorkflow asked = workflow(job, name, budget);
    Set<String> ids = find(job, asked, budget);
    if (ids.isEmpty()) {
      Instant since = lookedFor.orElse(now);
      lookedFor = Optional.of(since);
      return now.isBefore(since.plus(options.timings().look()))
          ? new Rollout.Unread("GitHub does not list the run yet.")
          : new Rollout.None();
    }
    List<Rollout> all = new ArrayList<>();
    for (String id : ids) {
      JobState state = new RunReading(client, options).state(asked, id, budget);
      all.add(rollout(state, options.page(name.repository(), id)));
    }
    return together(all);
  }

  private static Rollout rollout(JobState state, String page) {
    return switch (state) {
      case RunUnderWay(var waits) ->
          waits.<Rollout>map(Rollout.WaitsThere::new).orElseGet(() -> new Rollout.UnderWay(page));
      case RunAsBefore _ -> new Rollout.Unread("GitHub says only that the run waits, " + page);
      case RunUnreadable(String text) -> new Rollout.Unread(text);
      case RunEnded(boolean success, String code, String text) ->
          success
              ? new Rollout.None()
              : new Rollout.Stuck(
                  code, "The workflow ended with %s. A part may have been done.".formatted(text));
      // What is live tells whether it worked.
      case JobState _ -> new Rollout.None();
    };
  }

  /** One that has not ended may still change something; one that succeeded may have done it. */
  private static Rollout together(List<Rollout> all) {
    return first(all, Rollout.WaitsThere.class)
        .or(() -> first(all, Rollout.Unread.class))
        .or(() -> first(all, Rollout.UnderWay.class))
        .or(() -> first(all, Rollout.None.class))
        .orElseGet(all::getFirst);
  }

  private static Optional<Rollout> first(List<Rollout> all, Class<? extends Rollout> type) {
    return all.stream().filter(type::isInstance).findFirst();
  }
}
