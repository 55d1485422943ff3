package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.WaitListener;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A refused change, of which a copy may be under way, and a rollout that can't be read at once. */
final class UnreadableRolloutTest {
  static final RollBack JOB =
      new RollBack(
          ServiceRef.of(
              new Service("web", "Web", Service.ServiceKind.WORKER, Optional.empty()),
              "web",
              Optional.of("production")),
          deployment("v42"),
          version("v41"),
          "Rollback INC-7",
          Optional.empty());

  private static Version version(String label) {
    return new Version(
        label,
        label,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Deployment deployment(String label) {
    return new Deployment(
        "d-" + label,
        Optional.empty(),
        Optional.empty(),
        List.of(new TrafficShare(version(label), 100)));
  }

  /** It refuses every change; the old version stays live. An empty answer can't be read. */
  private record Refusing(Queue<Optional<Rollout>> rollouts) implements ServiceApi {
    @Override
    public String provider() {
      return "The provider";
    }

    @Override
    public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Deployment live(String resource, List<Version> known, RateLimitBudget budget) {
      return deployment("v42");
    }

    @Override
    public List<RunningDeployment> running(String resource, RateLimitBudget budget) {
      return List.of();
    }

    @Override
    public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget) {
      return Optional.empty();
    }

    @Override
    public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck) {
      return new CallResult.ErrorResponse(
          "The provider", 422, "conflict", "it is another one", Optional.empty(), "");
    }

    @Override
    public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
      return rollouts
          .remove()
          .orElseThrow(
              () -> new ProviderReadException(FailureKind.UNREACHABLE, "http-503", "No answer."));
    }
  }

  private static Outcome outcome(List<Optional<ServiceApi.Rollout>> rollouts) {
    return new CompareAndRollback(
            JOB,
            new Refusing(new ArrayDeque<>(rollouts)),
            Duration.ZERO,
            RateLimitBudget.none(),
            InstantSource.system(),
            WaitListener.NOBODY)
        .rollBack(() -> true);
  }

  @Test
  void is_not_taken_for_one_that_never_began() {
    assertThat(
            outcome(
                List.of(
                    Optional.empty(),
                    Optional.of(new ServiceApi.Rollout.UnderWay("1 of 3 pods is new")))))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> assertThat(unknown.text()).contains("has not ended: 1 of 3 pods is new"));
    assertThat(outcome(List.of(Optional.empty(), Optional.empty())))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void that_is_none_when_it_is_read_again_leaves_the_refusal() {
    assertThat(outcome(List.of(Optional.empty(), Optional.of(new ServiceApi.Rollout.None()))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.text()).contains("still runs v42", "Nothing was changed."));
  }
}
