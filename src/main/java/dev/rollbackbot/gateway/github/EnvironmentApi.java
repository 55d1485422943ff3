package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.gateway.github.EnvironmentHistory.DeploymentRecord;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service that Actions deploys to an environment. Live is what was deployed last with success; a
 * rollback runs the workflow that deploys an earlier commit, once. For one job, and not
 * thread-safe.
 */
final class EnvironmentApi implements ServiceApi {
  /** An approval of the environment may be asked for, and its time counts. */
  private static final Duration ROLLOUT_LIMIT = Duration.ofMinutes(30);

  private static final Set<String> INPUTS = Set.of(EnvironmentName.VERSION);
  private static final Pattern CORRELATION = Pattern.compile("^Rollback (\\S{1,100}):");
  private static final Pattern BEGUN =
      Pattern.compile("-(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z$");

  private final GitHubOptions options;
  private final GitHubClient client;
  private final EnvironmentHistory history;
  private final GitHubCommits commits;
  private final RateLimitBudget ownBudget;
  private final InstantSource clock;
  private Optional<String> run = Optional.empty();
  private Optional<Instant> lookedFor = Optional.empty();
  private Optional<LastRollout> last = Optional.empty();

  private record LastRollout(Instant at, Rollout rollout) {}

  EnvironmentApi(
      GitHubOptions options,
      GitHubClient client,
      EnvironmentHistory history,
      GitHubCommits commits,
      RateLimitBudget ownBudget,
      InstantSource clock) {
    this.options = options;
    this.client = client;
    this.history = history;
    this.commits = commits;
    this.ownBudget = ownBudget;
    this.clock = clock;
  }

  @Override
  public String provider() {
    return GitHubClient.NAME;
  }

  private EnvironmentName name(String resource) throws ProviderReadException {
    return EnvironmentName.of(resource, options);
  }

  /** Those that succeeded, the last one first. */
  private static List<DeploymentRecord> successes(List<DeploymentRecord> records) {
    return records.stream()
        .filter(r -> r.succeeded().isPresent())
        .sorted(
            Comparator.comparing((DeploymentRecord r) -> r.succeeded().orElse(Instant.EPOCH))
                .reversed())
        .toList();
  }

  private static Deployment deployment(DeploymentRecord record, Version version) {
    return new Deployment(
        record.id(), record.succeeded(), record.creator(), List.of(new TrafficShare(version, 100)));
  }

  private Deployment live(
      EnvironmentName name, List<DeploymentRecord> records, RateLimitBudget budget)
      throws ProviderReadException {
    List<DeploymentRecord> successes = successes(records);
    if (successes.isEmpty()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "no-deployment",
          "Of the newest %d deployments to %s of %s that GitHub recorded none is a success."
              .formatted(records.size(), name.environment(), name.repository()));
    }
    DeploymentRecord newest = successes.getFirst();
    Version version =
        history
            .version(name, newest, budget)
            .orElseThrow(() ->
                new ProviderReadException(
                    FailureKind.REFUSED,
                    "unknown-version",
                    "GitHub does not tell which commit %s deployed: %s"
                        .formatted(
                            name.workflow(),
                            newest
                                .run()
                                .map(r -> options.page(name.repository(), r))
                                .orElse("deployment " + newest.id()))));
    return deployment(newest, version);
  }

  @Override
  public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException {
    EnvironmentName name = name(service.resource());
    List<DeploymentRecord> records = history.read(name, budget);
    Deployment live = live(name, records, budget);
    List<Deployment> earlier = new ArrayList<>();
    List<Instant> gaps = new ArrayList<>();
    for (DeploymentRecord record : successes(records).stream().skip(1).toList()) {
      Optional<Version> version = history.version(name, record, budget);
      if (version.isPresent()) {
        earlier.add(deployment(record, version.get()));
      } else {
        gaps.add(record.created());
      }
    }
    return new ServiceDeployments(
            service,
            live,
            earlier,
            warnings(name, budget),
            Optional.of(gaps),
            List.of("variables and secrets of GitHub Actions"),
            List.of(),
            running(records))
        .withCommits(
            commits.undone(
                name,
                live.onlyVersion().orElseThrow().id(),
                earlier.stream().flatMap(d -> d.onlyVersion().stream()).map(Version::id).toList()));
  }

  /** What holds every deployment up; what can't be read is not told. */
  private List<String> warnings(EnvironmentName name, RateLimitBudget budget) {
    try {
      return BoundedJson.entries(
              client.read(
                  name.path() + "/environments/" + PullRequests.encoded(name.environment()),
                  budget),
              "protection_rules")
          .orElse(List.of())
          .stream()
          .flatMap(rule -> BoundedJson.text(rule, "type").stream())
          .flatMap(type ->
              switch (type) {
                case "required_reviewers" ->
                    Optional.of(
                        "GitHub asks for an approval before each deployment to %s: somebody has to give it there while the rollback runs."
                            .formatted(name.environment()))
                        .stream();
                case "wait_timer" ->
                    Optional.of(
                        "GitHub waits before each deployment to %s, for as long as is set there."
                            .formatted(name.environment()))
                        .stream();
                default -> Optional.<String>empty().stream();
              })
          .toList();
    } catch (ProviderReadException e) {
      return List.of();
    }
  }

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException {
    EnvironmentName name = name(resource);
    return live(name, history.read(name, budget), budget);
  }

  @Override
  public List<RunningDeployment> running(String resource, RateLimitBudget budget)
      throws ProviderReadException {
    return running(history.read(name(resource), budget));
  }

  private List<RunningDeployment> running(List<DeploymentRecord> records) {
    return records.stream()
        .filter(r -> r.underWay(clock.instant()))
        .map(r ->
            new RunningDeployment(
                r.id(),
                r.commit().substring(0, 8),
                r.state().isEmpty() ? "pending" : r.state().replace('_', ' '),
                Optional.of(r.created())))
        .toList();
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
        ROLLOUT_LIMIT,
        begun(correlation(job)),
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

  /** The run that the job asked for; empty: GitHub lists none, or several. */
  private Optional<String> find(RollBack job, RunWorkflow asked, RateLimitBudget budget)
      throws ProviderReadException {
    if (run.isEmpty()
        && new WorkflowRunSearch(client).find(asked, correlation(job), budget)
            instanceof Started(String id)) {
      run = Optional.of(id);
    }
    return run;
  }

  /**
   * Never empty: that no deployment shows doesn't say that the workflow was not started, and it
   * must not be started twice.
   */
  @Override
  public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget)
      throws ProviderReadException {
    EnvironmentName name = name(job.service().resource());
    Optional<String> id = find(job, workflow(job, name, budget), budget);
    if (id.isEmpty()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "run-not-found",
          "GitHub lists no run of %s for this rollback, which may have been started all the same."
              .formatted(name.workflow()));
    }
    Optional<DeploymentRecord> made =
        history.read(name, budget).stream()
            .filter(r -> r.run().equals(id) && r.succeeded().isPresent())
            .findFirst();
    if (made.isEmpty()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "no-deployment",
          "The workflow was run, and GitHub shows no deployment to %s by it: %s"
              .formatted(name.environment(), options.page(name.repository(), id.get())));
    }
    return Optional.of(deployment(made.get(), job.target()));
  }

  /** Nothing is sent if the run is there already: each request is another run. */
  @Override
  public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws ProviderReadException {
    EnvironmentName name = name(job.service().resource());
    RunWorkflow asked = workflow(job, name, ownBudget);
    new WorkflowCheck(client)
        .require(name.repository(), name.workflow(), asked.ref(), INPUTS, INPUTS, ownBudget);
    if (find(job, asked, ownBudget).isPresent()) {
      return new Success(GitHubClient.NAME, JsonValue.EMPTY_JSON_OBJECT);
    }
    CallResult result =
        client.post(
            WorkflowRunner.dispatches(asked),
            WorkflowRunner.body(asked, correlation(job)),
            leaseCheck);
    if (result instanceof Success success) {
      run = WorkflowRunSearch.id(success.body(), "workflow_run_id");
    }
    return result;
  }

  @Override
  public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
    Instant now = clock.instant();
    Optional<LastRollout> known =
        last.filter(l -> now.isBefore(l.at().plus(options.timings().poll())));
    if (known.isPresent()) {
      return known.get().rollout();
    }
    Rollout rollout = read(job, now, budget);
    last = Optional.of(new LastRollout(now, rollout));
    return rollout;
  }

  private Rollout read(RollBack job, Instant now, RateLimitBudget budget)
      throws ProviderReadException {
    EnvironmentName name = name(job.service().resource());
    RunWorkflow asked = workflow(job, name, budget);
    Optional<String> id = find(job, asked, budget);
    if (id.isEmpty()) {
      Instant since = lookedFor.orElse(now);
      lookedFor = Optional.of(since);
      return now.isBefore(since.plus(options.timings().look()))
          ? new Rollout.UnderWay("GitHub does not list the run yet.")
          : new Rollout.None();
    }
    JobState state = new RunReading(client, options).state(asked, id.get(), budget);
    String page = options.page(name.repository(), id.get());
    return switch (state) {
      case RunUnderWay(var waits) ->
          new Rollout.UnderWay(waits.map(w -> w.text() + " " + page).orElse(page));
      case RunUnreadable(String text) -> new Rollout.UnderWay(text);
      case RunEnded(boolean success, String code, String text) ->
          success
              ? new Rollout.None()
              : new Rollout.Stuck(
                  code, "The workflow ended with %s. A part may have been done.".formatted(text));
      // What is live tells whether it worked.
      case JobState _ -> new Rollout.None();
    };
  }

  @Override
  public Duration rolloutLimit() {
    return ROLLOUT_LIMIT;
  }
}
