package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FastClock;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.ServiceBed;
import dev.rollbackbot.gateway.contract.ServiceProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that Actions deploys keeps to the contract of all providers. */
final class GitHubServicesContractTest extends ServiceProviderContract {
  private static final String GOOD = "a".repeat(40);
  private static final String BAD = "b".repeat(40);

  /** Half a second is what a run takes. */
  private static final int FAST = 20;

  @Override
  protected ServiceBed bed() throws Exception {
    return new EnvironmentBed(GitHubFixture.inRealTime());
  }

  private record EnvironmentBed(GitHubFixture github, FaultyProxy proxy) implements ServiceBed {
    EnvironmentBed(GitHubFixture github) {
      this(github, new FaultyProxy(github.api(), (method, _) -> method.equals("POST")));
      Instant now = Instant.now();
      github.standIn.environment().deployed(GOOD, now.minusSeconds(7200), true);
      github.standIn.environment().deployed(BAD, now.minusSeconds(3600), true);
    }

    @Override
    public ProviderGateway process(Duration response) {
      InstantSource clock = new FastClock(FAST, proxy::spoilsReads);
      GitHubProvider provider =
          new GitHubProvider(
              new ShortGitHubTimes(response, Duration.ofSeconds(30), Duration.ofSeconds(2))
                  .options(github, proxy.address()),
              clock);
      return new ProviderGateway(Map.of(GitHubProvider.ID, provider), clock);
    }

    @Override
    public RollBack job() {
      ServiceRef shop =
          ServiceRef.of(
              new Service("shop", "shop", ServiceKind.GITHUB_ENVIRONMENT, Optional.empty()),
              "shop/web/deploy.yml@production",
              Optional.of("production"));
      try (ProviderGateway gateway = process()) {
        Finished survey =
            (Finished) gateway.submit(new Job("INC-7/1", Survey.of(List.of(shop))), () -> true);
        ServiceDeployments read =
            ((Surveyed) ((Succeeded) survey.outcome()).finding()).services().getFirst();
        return new RollBack(
            shop,
            read.live(),
            read.earlier().getFirst().onlyVersion().orElseThrow(),
            "Rollback INC-7/3-20260302T120000Z: aaaaaaaa, plan 0bad",
            Optional.empty());
      }
    }

    @Override
    public boolean targetIsLive() {
      return github.standIn.runs().stream()
          .anyMatch(r ->
              r.title.contains(GOOD) && r.standing(Instant.now()).conclusion().equals("success"));
    }

    @Override
    public void close() {
      proxy.close();
      github.close();
    }
  }
}
