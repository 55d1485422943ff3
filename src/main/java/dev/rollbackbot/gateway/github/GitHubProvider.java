package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import dev.rollbackbot.runbook.job.Placeholders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The workflows of some repositories at GitHub or at a GitHub Enterprise Server. */
public final class GitHubProvider implements Provider {
  public static final String ID = WorkflowSpec.PROVIDER;

  /** A few calls for each repository and each workflow. */
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(5);

  private final GitHubOptions options;
  private final GitHubClient client;
  private final WorkflowRunner runner;
  private final CachedCheck<Optional<String>> check;
  private volatile List<WorkflowSpec> workflows = List.of();

  /** Opens no connection yet. */
  public GitHubProvider(GitHubOptions options, InstantSource clock) {
    this.options = options;
    client = new GitHubClient(options, clock);
    runner = new WorkflowRunner(options, client, clock);
    check = new CachedCheck<>(this::checked, CHECK_INTERVAL, clock);
  }

  /** The workflows of the runbooks that are in use now; they are checked from then on. */
  public void serve(Collection<WorkflowSpec> used) {
    workflows = List.copyOf(used);
  }

  @Override
  public String name() {
    return GitHubHttp.NAME;
  }

  @Override
  public JobRunner jobRunner() {
    return runner;
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return runner.budget();
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

  private Optional<String> checked() {
    for (String repository : options.repositories().values()) {
      try {
        var _ =
            client.read(
                "/repos/" + repository, new RateLimitBudget(Duration.ZERO, Duration.ofSeconds(1)));
      } catch (ProviderReadException e) {
        return Optional.of(repository + " can't be read. " + e.text());
      }
    }
    // Which branch is meant is not known before somebody has chosen.
    return workflows.stream()
        .filter(w -> Placeholders.of(w.ref()).isEmpty())
        .flatMap(w -> runner.problem(w).stream())
        .findFirst();
  }

  @Override
  public void close() {
    client.close();
  }
}
