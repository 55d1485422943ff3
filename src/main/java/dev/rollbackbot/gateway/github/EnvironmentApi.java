package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.gateway.github.EnvironmentHistory.DeployedVersion;
import dev.rollbackbot.gateway.github.EnvironmentHistory.DeploymentRecord;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service that Actions deploys to an environment. Live is what was deployed last with success; a
 * rollback runs the workflow that deploys an earlier commit, once. For one job, and not
 * thread-safe.
 */
final class EnvironmentApi implements ServiceApi {
  /** Of the approvals that GitHub asks for. */
  private static final Duration WAIT_LIMIT = Duration.ofHours(2);

  private final GitHubOptions options;
  private final GitHubClient client;
  private final EnvironmentHistory history;
  private final GitHubCommits commits;
  private final EnvironmentRuns runs;
  private final InstantSource clock;

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
    this.runs = new EnvironmentRuns(options, client, ownBudget, clock);
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
    DeployedVersion deployed = history.version(name, newest, budget);
    if (deployed.version().isEmpty()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "unknown-version",
          "What is live is not known. "
              + deployed.problem()
              + newest.run().map(r -> " " + options.page(name.repository(), r)).orElse(""));
    }
    return deployment(newest, deployed.version().get());
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
      Optional<Version> version = history.version(name, record, budget).version();
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

  /**
   * Never empty: that no deployment shows doesn't say that the workflow was not started, and it
   * must not be started twice.
   */
  @Override
  public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget)
      throws ProviderReadException {
    EnvironmentName name = name(job.service().resource());
    Set<String> ids = runs.find(job, name, budget);
    if (ids.isEmpty()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "run-not-found",
          "GitHub lists no run of %s for this rollback, which may have been started all the same."
              .formatted(name.workflow()));
    }
    DeploymentRecord made =
        history.read(name, budget).stream()
            .filter(r -> r.run().filter(ids::contains).isPresent() && r.succeeded().isPresent())
            .findFirst()
            .orElseThrow(() ->
                new ProviderReadException(
                    FailureKind.REFUSED,
                    "no-deployment",
                    "The workflow was run, and GitHub shows no deployment to %s by it: %s."
                        .formatted(
                            name.environment(),
                            ids.stream()
                                .map(id -> options.page(name.repository(), id))
                                .collect(Collectors.joining(", ")))));
    return Optional.of(deployment(made, job.target()));
  }

  @Override
  public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws ProviderReadException {
    return runs.start(job, name(job.service().resource()), leaseCheck);
  }

  @Override
  public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
    return runs.rollout(job, name(job.service().resource()), budget);
  }

  @Override
  public Duration rolloutLimit() {
    return EnvironmentRuns.LIMIT;
  }

  @Override
  public Duration waitLimit() {
    return WAIT_LIMIT;
  }
}
