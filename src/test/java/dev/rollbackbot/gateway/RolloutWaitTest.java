package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.RolloutPolling.RolloutEnd;
import dev.rollbackbot.gateway.RolloutPolling.RolloutEnd.NotEnded;
import dev.rollbackbot.gateway.RolloutPolling.RolloutEnd.Settled;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/**
 * A rollout that waits for a person; it may take 30 minutes besides, and may wait for two hours.
 */
final class RolloutWaitTest {
  private static final WaitsForPerson APPROVAL =
      new WaitsForPerson("Somebody has to approve it.", Optional.of("https://example.org/1"));
  private static final ServiceApi.Rollout WAITS = new ServiceApi.Rollout.WaitsThere(APPROVAL);
  private static final ServiceApi.Rollout RUNS = new ServiceApi.Rollout.UnderWay("1 of 3");
  private static final ServiceApi.Rollout UNREAD = new ServiceApi.Rollout.Unread("No answer.");
  private static final ServiceApi.Rollout NONE = new ServiceApi.Rollout.None();

  /** What is read, and how many minutes after the start. */
  private record Reading(long minute, ServiceApi.Rollout rollout) {}

  /** Of all that a provider can do, only that is asked for. */
  private record Rollouts(Queue<Reading> readings, List<Instant> now) implements ServiceApi {
    @Override
    public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
      Reading next = readings.remove();
      now.set(0, Instant.EPOCH.plus(Duration.ofMinutes(next.minute())));
      if (next.rollout() instanceof Rollout.Unread(String text)) {
        throw new ProviderReadException(FailureKind.UNREACHABLE, "http-503", text);
      }
      return next.rollout();
    }

    @Override
    public Duration rolloutLimit() {
      return Duration.ofMinutes(30);
    }

    @Override
    public Duration waitLimit() {
      return Duration.ofHours(2);
    }

    @Override
    public String provider() {
      return "The provider";
    }

    @Override
    public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget) {
      throw notAskedFor();
    }

    @Override
    public Deployment live(String resource, List<Version> known, RateLimitBudget budget) {
      throw notAskedFor();
    }

    @Override
    public List<RunningDeployment> running(String resource, RateLimitBudget budget) {
      throw notAskedFor();
    }

    @Override
    public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget) {
      throw notAskedFor();
    }

    @Override
    public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck) {
      throw notAskedFor();
    }

    private static AssertionError notAskedFor() {
      return new AssertionError("not asked for");
    }
  }

  private final List<Optional<WaitsForPerson>> told = new ArrayList<>();

  private RolloutEnd end(Reading... readings) {
    List<Instant> now = new ArrayList<>(List.of(Instant.EPOCH));
    return new RolloutPolling(
            UnreadableRolloutTest.JOB,
            new Rollouts(new ArrayDeque<>(List.of(readings)), now),
            Duration.ZERO,
            RateLimitBudget.none(),
            now::getFirst,
            told::add)
        .await();
  }

  private static String text(RolloutEnd end) {
    assertThat(end).isInstanceOf(NotEnded.class);
    return ((NotEnded) end).text();
  }

  private static Reading at(long minute, ServiceApi.Rollout rollout) {
    return new Reading(minute, rollout);
  }

  @Test
  void has_all_of_its_time_after_the_wait() {
    assertThat(end(at(5, RUNS), at(6, WAITS), at(100, WAITS), at(101, RUNS), at(120, NONE)))
        .isInstanceOf(Settled.class);
    assertThat(told).containsExactly(none(), waits(), waits(), none());
  }

  private static Optional<WaitsForPerson> none() {
    return Optional.empty();
  }

  private static Optional<WaitsForPerson> waits() {
    return Optional.of(APPROVAL);
  }

  @Test
  void does_not_wait_for_ever() {
    assertThat(text(end(at(0, WAITS), at(60, WAITS), at(120, WAITS))))
        .isEqualTo(
            "The provider has not carried out the rollback: for 120 minutes it waited for a person."
                + " Somebody has to approve it. https://example.org/1");
  }

  @Test
  void that_can_not_be_read_any_more_gets_no_more_time() {
    assertThat(text(end(at(0, WAITS), at(20, WAITS), at(25, UNREAD), at(50, UNREAD))))
        .isEqualTo(
            "Whether The provider has carried out the rollback can't be told. No answer. When it"
                + " was last read, at 00:20 UTC on 1970-01-01, it waited for a person. Somebody has"
                + " to approve it. https://example.org/1");
    assertThat(told).as("nobody is told that it is over").containsExactly(waits(), waits());
  }

  @Test
  void gets_no_time_back_for_what_was_not_read() {
    assertThat(text(end(at(0, WAITS), at(25, UNREAD), at(31, WAITS)))).contains("it waited");
  }

  @Test
  void that_goes_on_has_the_limit_of_any_other() {
    assertThat(text(end(at(1, RUNS), at(30, RUNS))))
        .isEqualTo("The provider carries out the rollback, and has not ended: 1 of 3");
  }
}
