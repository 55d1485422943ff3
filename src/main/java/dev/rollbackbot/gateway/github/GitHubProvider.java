package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The workflows and pull requests of some repositories at GitHub or at a GitHub Enterprise Server.
 */
public final class GitHubProvider implements Provider {
  public static final String ID = WorkflowSpec.PROVIDER;

  /** A few calls for each repository and each workflow. */
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(5);

  private final GitHubOptions options;
  private final GitHubClient client;
  private final GitHubJobs jobs;
  private final GitHubReadiness readiness;
  private final EnvironmentHistory history;
  private final GitHubCommits commits;
  private final InstantSource clock;
  private final CachedCheck<Optional<String>> check;
  private volatile RunbookNeeds needs = new RunbookNeeds(List.of(), List.of());

  /** Opens no connection yet. */
  public GitHubProvider(GitHubOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    client = new GitHubClient(options, () -> needs.rights(), clock);
    commits = new GitHubCommits(client, options);
    ApprovedCommit approved = new ApprovedCommit(new PullRequests(client, options), commits);
    WorkflowRunner workflows = new WorkflowRunner(options, client, approved);
    jobs = new GitHubJobs(options, client, workflows, approved, clock);
    history = new EnvironmentHistory(client, clock);
    readiness = new GitHubReadiness(options, client, workflows);
    check = new CachedCheck<>(() -> readiness.problem(needs), CHECK_INTERVAL, clock);
  }

  /** What the runbooks that are in use now name; what they need is checked from then on. */
  public void serve(Collection<? extends JobSpec> usedJobs, Collection<ServiceRef> usedServices) {
    needs = new RunbookNeeds(List.copyOf(usedJobs), List.copyOf(usedServices));
  }

  @Override
  public ServiceApi serviceApi(ServiceRef service) {
    return new EnvironmentApi(options, client, history, commits, jobs.budget(), clock);
  }

  @Override
  public String name() {
    return GitHubClient.NAME;
  }

  @Override
  public JobRunner jobRunner() {
    return jobs;
  }

  @Override
  public CommitHistory commits(CommitSource source) throws ProviderReadException {
    return commits.of(source, GitHubJobs.none());
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return jobs.budget();
  }

  @Override
  public Duration settleTime() {
    return options.timings().lookPoll();
  }

  /** Calls GitHub at most every five minutes. */
  @Override
  public Optional<String> problem() {
    return check.get();
  }

  @Override
  public AccessAnswer rights(List<ServiceRef> services) {
    return AccessAnswer.notAsked(
        "Whether GitHub lets the bot start workflows or merge is known only when it does: it can be"
            + " asked only what the credential may read.");
  }

  @Override
  public void close() {
    client.close();
  }
}
