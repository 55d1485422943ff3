package dev.rollbackbot.gateway.github;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.JobBed;
import dev.rollbackbot.gateway.contract.JobProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.MergePullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** What GitHub runs, opens and merges keeps to the contract of all providers. */
final class GitHubContractTest {
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final String BRANCH = "rollback/INC-7";
  private static final PullRequestBranches BRANCHES =
      new PullRequestBranches("shop/web", BRANCH, "main", List.of("test"));

  @Nested
  final class Workflows extends JobProviderContract {
    @Override
    protected JobBed bed() throws Exception {
      return new WorkflowContractBed();
    }

    @Override
    protected Map<String, String> leftOut() {
      return Map.of(
          "SECOND_START",
          "GitHub runs what it is asked to as often as it is asked; that a job is started by one"
              + " process alone is held by the job's row and its lease.");
    }
  }

  @Nested
  final class PullRequests extends JobProviderContract {
    @Override
    protected JobBed bed() throws Exception {
      return new OpeningBed();
    }
  }

  @Nested
  final class Merges extends JobProviderContract {
    @Override
    protected JobBed bed() throws Exception {
      return new MergeBed();
    }

    @Override
    protected Map<String, String> leftOut() {
      return Map.of(
          STOP, "A merge is one call: when GitHub has answered, nothing is left to stop.");
    }
  }

  private abstract static class GitHubBed implements JobBed {
    final GitHubFixture github;
    private final FaultyProxy proxy;

    GitHubBed() throws Exception {
      github = GitHubFixture.start();
      proxy = new FaultyProxy(github.api(), (method, _) -> !method.equals("GET"));
    }

    @Override
    public final Provider provider(Duration response) {
      return provider(proxy.address(), response);
    }

    final GitHubProvider provider(URI address, Duration response) {
      return new GitHubProvider(
          new ShortGitHubTimes(response, Duration.ofSeconds(30), Duration.ofMillis(20))
              .options(github, address),
          InstantSource.system());
    }

    @Override
    public void end() {
      github.clock.pass(LONG);
    }

    @Override
    public final void pass() {
      github.clock.pass(LONG);
    }

    @Override
    public final FaultyProxy proxy() {
      return proxy;
    }

    @Override
    public final void close() {
      proxy.close();
      github.close();
    }
  }

  private static final class WorkflowContractBed extends GitHubBed {
    WorkflowContractBed() throws Exception {}

    @Override
    public ProviderJob job() {
      return new RunWorkflow(
          "shop/web",
          "deploy.yml",
          "main",
          Map.of("version", "1.4.2"),
          List.of(),
          Duration.ofMinutes(10),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public int started() {
      return github.standIn.runs().size();
    }
  }

  private static class OpeningBed extends GitHubBed {
    OpeningBed() throws Exception {
      github.standIn.pulls().push(BRANCH);
    }

    final OpenPullRequest open() {
      return new OpenPullRequest(
          BRANCHES,
          "Revert 3f9c2d1",
          Optional.of("Because of the incident."),
          Duration.ofHours(1),
          Optional.of(github.clock.instant()),
          Optional.empty());
    }

    @Override
    public ProviderJob job() {
      return open();
    }

    @Override
    public int started() {
      return github.standIn.pulls().all().size();
    }
  }

  /** The bot opened it, and its checks have passed. */
  private static final class MergeBed extends OpeningBed {
    MergeBed() throws Exception {
      try (ProviderGateway gateway =
          new ProviderGateway(
              Map.of(GitHubProvider.ID, provider(github.api(), Waiting.LIMIT)),
              InstantSource.system())) {
        var _ = gateway.submit(new CommandGateway.Job("INC-7/2", open()), () -> true);
      }
      github.clock.pass(LONG);
    }

    @Override
    public ProviderJob job() {
      return new MergePullRequest(
          BRANCHES,
          MergeMethod.SQUASH,
          github.clock.instant().minus(Duration.ofMinutes(10)),
          Duration.ofMinutes(10),
          Optional.of(github.clock.instant()),
          Optional.empty());
    }

    @Override
    public int started() {
      return (int)
          github.standIn.pulls().all().stream().filter(p -> p.mergedBy().isPresent()).count();
    }
  }
}
