package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commits can take most of a minute, after which what was read of a service would be old. */
final class SurveyOrderTest {
  private record Recording(List<String> read) implements Provider {
    @Override
    public String name() {
      return "The provider";
    }

    @Override
    public ServiceApi serviceApi(ServiceRef service) throws ProviderReadException {
      read.add(service.id());
      return Provider.super.serviceApi(service);
    }

    @Override
    public CommitHistory commits(CommitSource source) {
      read.add(source.base());
      return CommitHistory.unreadable(source.base(), "No.");
    }

    @Override
    public RateLimitBudget rateLimitBudget() {
      return RateLimitBudget.none();
    }

    @Override
    public Duration settleTime() {
      return Duration.ZERO;
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  @Test
  void services_are_read_after_the_commits() {
    ServiceRef service =
        ServiceRef.of(
            new Service("web", "Web", Service.ServiceKind.WORKER, Optional.empty()),
            "web",
            Optional.of("production"));
    Recording provider = new Recording(new ArrayList<>());
    Survey survey =
        new Survey(
            List.of(service),
            Optional.of(
                Map.of("revert", new CommitSource("process", "shop.git", "main", List.of()))));
    try (ProviderGateway gateway =
        new ProviderGateway(
            Map.of("cloudflare", provider, "process", provider), InstantSource.system())) {
      var _ = gateway.reconcile(new Job("job-1", survey));
    }
    assertThat(provider.read()).containsExactly("main", "web");
  }
}
