package dev.rollbackbot.gateway.github;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.JobBed;
import dev.rollbackbot.gateway.contract.JobProviderContract;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.gateway.github.api.GitHubOptions.ActionsTimings;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitHub Actions keeps to the contract of all providers. */
final class GitHubContractTest extends JobProviderContract {
  private static final Duration LONG = Duration.ofSeconds(5);

  @Override
  protected JobBed bed() throws Exception {
    return new GitHubBed(GitHubFixture.start());
  }

  @Override
  protected Map<String, String> leftOut() {
    return Map.of(
        "SECOND_START",
        "GitHub runs what it is asked to as often as it is asked; that a job is started by one"
            + " process alone is held by the job's row and its lease.");
  }

  @Override
  protected int leftOutRows() {
    return 1;
  }

  private record GitHubBed(GitHubFixture github, FaultyProxy proxy) implements JobBed {
    GitHubBed(GitHubFixture github) {
      this(github, new FaultyProxy(github.api(), (method, _) -> method.equals("POST")));
    }

    @Override
    public Provider provider() {
      Map<String, String> settings = new HashMap<>(github.settings());
      settings.put("GITHUB_API_URL", proxy.address().toString());
      return new GitHubProvider(
          GitHubOptions.of(
                  settings,
                  Optional.of(Secret.fixed(GitHubFixture.TOKEN)),
                  InboundLimits.defaults(),
                  new ActionsTimings(
                      Waiting.LIMIT,
                      Waiting.LIMIT,
                      Duration.ofSeconds(30),
                      Duration.ZERO,
                      Duration.ofMillis(20),
                      Duration.ofMillis(5)))
              .orElseThrow(),
          InstantSource.system());
    }

    @Override
    public RunWorkflow job() {
      return new RunWorkflow(
          "shop/web",
          "deploy.yml",
          "main",
          Map.of("version", "1.4.2"),
          List.of(),
          Duration.ofMinutes(10),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public int started() {
      return github.standIn.runs().size();
    }

    @Override
    public void end() {
      github.clock.pass(LONG);
    }

    @Override
    public void pass() {
      github.clock.pass(LONG);
    }

    @Override
    public void close() {
      proxy.close();
      github.close();
    }
  }
}
