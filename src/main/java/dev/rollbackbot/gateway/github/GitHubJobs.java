package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.MergePullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of jobs that GitHub runs. How they stand is not asked each second. */
final class GitHubJobs implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(GitHubJobs.class);
  private static final int MOST_RUNS = 200;
  private static final String OTHER = "This is no job that GitHub can run.";

  private final GitHubOptions options;
  private final InstantSource clock;
  private final WorkflowRunner workflows;
  private final PullRequestRunner pulls;
  private final PullRequestReading opened;
  private final MergeRunner merges;

  /** What was read last of runs that go on. */
  private final Map<String, LastLook> looks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LastLook> eldest) {
          return size() > MOST_RUNS;
        }
      };

  private record LastLook(Instant at, JobState state) {}

  GitHubJobs(
      GitHubOptions options,
      GitHubClient client,
      WorkflowRunner workflows,
      ApprovedCommit approved,
      InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.workflows = workflows;
    PullRequests all = new PullRequests(client, options);
    pulls = new PullRequestRunner(client, all);
    opened = new PullRequestReading(client, all, approved, clock);
    merges = new MergeRunner(client, all, approved);
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    return switch (job) {
      case RunWorkflow run -> workflows.start(run, correlation, leaseCheck);
      case OpenPullRequest open -> pulls.start(open, correlation, budget(), leaseCheck);
      case MergePullRequest merge -> merges.start(merge, correlation, budget(), leaseCheck);
      case ProviderJob _ -> PullRequests.refused("not-of-github", OTHER);
    };
  }

  @Override
  public JobStart find(ProviderJob job, String correlation) {
    return switch (job) {
      case RunWorkflow run -> workflows.find(run, correlation);
      case OpenPullRequest open -> pulls.find(open, correlation, budget());
      case MergePullRequest merge -> merges.find(merge, budget());
      case ProviderJob _ -> new PerhapsStarted(OTHER);
    };
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    String key = key(job, runId);
    Instant now = clock.instant();
    synchronized (looks) {
      Optional<LastLook> last = Optional.ofNullable(looks.get(key));
      if (last.filter(l -> now.isBefore(l.at().plus(options.timings().poll()))).isPresent()) {
        return last.get().state();
      }
    }
    // It is asked again soon, so a limit is not waited for here.
    JobState state =
        switch (job) {
          case RunWorkflow run -> workflows.state(run, runId, none());
          case OpenPullRequest open -> opened.state(open, runId, none());
          case MergePullRequest merge -> merges.state(merge, runId, none());
          case ProviderJob _ -> new RunLost(OTHER);
        };
    if (state instanceof RunUnreadable(String text)) {
      LOG.warn("run can't be read run={} reason={}", key, text);
    }
    synchronized (looks) {
      if (state instanceof RunUnderWay
          || state instanceof RunAsBefore
          || state instanceof RunUnreadable) {
        looks.put(key, new LastLook(now, state));
      } else {
        looks.remove(key);
      }
    }
    return state;
  }

  private static String key(ProviderJob job, String runId) {
    return switch (job) {
      case RunWorkflow run -> run.repository() + "/run/" + runId;
      case OpenPullRequest open -> open.branches().repository() + "/pull/" + runId;
      case MergePullRequest merge -> merge.branches().repository() + "/merge/" + runId;
      case ProviderJob _ -> runId;
    };
  }

  @Override
  public String output(ProviderJob job, String runId) {
    return switch (job) {
      case RunWorkflow run -> workflows.output(run, runId);
      case OpenPullRequest open -> opened.output(open, runId, none());
      case ProviderJob _ -> "";
    };
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    StopAnswer answer =
        switch (job) {
          case RunWorkflow run -> workflows.stop(run, runId);
          case OpenPullRequest open -> pulls.stop(open, runId, budget());
          case MergePullRequest _ -> new StopRefused("A merge can't be stopped.", true);
          case ProviderJob _ -> new StopRefused(OTHER, true);
        };
    synchronized (looks) {
      looks.remove(key(job, runId));
    }
    return answer;
  }

  RateLimitBudget budget() {
    return new RateLimitBudget(options.timings().rateLimitBudget(), Duration.ofSeconds(1));
  }

  static RateLimitBudget none() {
    return new RateLimitBudget(Duration.ZERO, Duration.ofSeconds(1));
  }
}
