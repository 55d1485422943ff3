package dev.rollbackbot.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.ReadLive;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A version is made live once, is said to be live only when that was read, and is never said not to
 * have been made live if it was.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ServiceProviderContract {
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int MOST_CALLS = 1_000;

  /** Up to it every call; then few of many, which wait for the end. */
  private static final int EVERY_CALL = 12;

  protected abstract ServiceBed bed() throws Exception;

  /** Faults that don't exist for this provider, and why. */
  protected Map<String, String> leftOut() {
    return Map.of();
  }

  Stream<ProviderFault> faults() {
    return Arrays.stream(ProviderFault.values())
        .filter(fault -> !leftOut().containsKey(fault.name()));
  }

  Stream<ProviderFault> readingFaults() {
    return faults().filter(fault -> !fault.ofCopies());
  }

  @Test
  void what_is_left_out_exists_and_a_reason_is_given() {
    assertThat(leftOut().values()).allSatisfy(why -> assertThat(why).isNotBlank());
    assertThat(leftOut().keySet())
        .isSubsetOf(Arrays.stream(ProviderFault.values()).map(ProviderFault::name).toList());
  }

  private static Outcome submit(ProviderGateway gateway, RollBack job, LeaseCheck lease) {
    return ((Finished) gateway.submit(new Job("INC-7/3", job), lease)).outcome();
  }

  /** The bot waits a moment only for what is held; otherwise a busy machine must not count. */
  private static ProviderGateway meeting(ServiceBed bed, ProviderFault fault) {
    return bed.process(fault.holds() ? MOMENT : Waiting.LIMIT);
  }

  /** What is said of a rollback, compared with what is live. */
  private static void isTrue(Outcome said, ServiceBed bed) {
    if (!bed.proxy().credential().isEmpty()) {
      assertThat(said.toString()).doesNotContain(bed.proxy().credential());
    }
    switch (said) {
      case Outcome.Succeeded _ -> assertThat(bed.targetIsLive()).as("said to be live").isTrue();
      case Outcome.Failed failed ->
          assertThat(bed.targetIsLive()).as("said to have failed: %s", failed).isFalse();
      case Outcome.Unknown unknown -> assertThat(unknown.text()).isNotBlank();
    }
  }

  /** Another process asks what became of it. */
  private static void isFound(ServiceBed bed, RollBack job) {
    try (ProviderGateway next = bed.process()) {
      Outcome found = next.reconcile(new Job("INC-7/3", job));
      isTrue(found, bed);
      if (bed.targetIsLive()) {
        assertThat(found).isInstanceOf(Outcome.Succeeded.class);
      } else {
        assertThat(found).isNotInstanceOf(Outcome.Succeeded.class);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("faults")
  void a_change_that_meets(ProviderFault fault) throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway gateway = meeting(bed, fault)) {
      RollBack job = bed.job();
      bed.proxy().changesMeet(fault);
      Outcome said = submit(gateway, job, () -> true);
      isTrue(said, bed);
      if (fault.refuses()) {
        assertThat(said).isInstanceOf(Outcome.Failed.class);
      }
      boolean asked = !fault.holds() || bed.proxy().met();
      boolean makes = (fault.done && asked) || fault == ProviderFault.RATE_LIMITED_ONCE;
      assertThat(bed.targetIsLive()).isEqualTo(makes);
      if (fault != ProviderFault.SENT_TWICE) {
        assertThat(bed.proxy().done()).as("changes").isEqualTo(makes ? 1 : 0);
      }
      bed.proxy().clear();
      isFound(bed, job);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("readingFaults")
  void a_reading_before_the_change_that_meets(ProviderFault fault) throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway gateway = meeting(bed, fault)) {
      RollBack job = bed.job();
      bed.proxy().readsMeet(fault);
      isTrue(submit(gateway, job, () -> true), bed);
      assertThat(bed.proxy().done()).isLessThan(2);
      bed.proxy().clear();
      isFound(bed, job);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("readingFaults")
  void a_reading_of_what_is_live_that_meets(ProviderFault fault) throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway first = bed.process();
        ProviderGateway gateway = meeting(bed, fault)) {
      RollBack job = bed.job();
      assertThat(submit(first, job, () -> true)).isInstanceOf(Outcome.Succeeded.class);
      bed.proxy().readsMeet(fault);
      Outcome said = gateway.reconcile(new Job("INC-7/3", job));
      if (said instanceof Outcome.Failed failed) {
        assertThat(failed.kind()).as("%s", failed).isNotEqualTo(Outcome.FailureKind.NOT_DONE);
        assertThat(failed.text()).doesNotContain("Nothing was changed");
      }
      Outcome live =
          ((Finished)
                  gateway.submit(
                      new Job("INC-7/4", new ReadLive(List.of(job.service()))), () -> true))
              .outcome();
      assertThat(live.toString()).doesNotContain(job.planned().label() + ",");
      bed.proxy().clear();
      isFound(bed, job);
      assertThat(bed.proxy().done()).isEqualTo(1);
    }
  }

  private static int next(int call) {
    return call < EVERY_CALL ? call + 1 : 2 * call;
  }

  @Test
  void a_bot_that_dies_at_any_call() throws Exception {
    for (boolean carriedOut : new boolean[] {false, true}) {
      boolean died = true;
      for (int call = 1; died && call < MOST_CALLS; call = next(call)) {
        try (ServiceBed bed = bed();
            ProviderGateway gateway = bed.process()) {
          RollBack job = bed.job();
          bed.proxy().diesAt(call, carriedOut);
          Outcome said = submit(gateway, job, () -> true);
          died = bed.proxy().died();
          isTrue(said, bed);
          assertThat(bed.proxy().done()).isLessThan(2);
          bed.proxy().clear();
          isFound(bed, job);
        }
      }
      assertThat(died).as("a rollback has fewer calls").isFalse();
    }
  }

  @Test
  void a_bot_that_has_lost_its_lease_changes_nothing() throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway gateway = bed.process()) {
      Outcome said = submit(gateway, bed.job(), () -> false);
      assertThat(said).isNotInstanceOf(Outcome.Succeeded.class);
      isTrue(said, bed);
      assertThat(bed.targetIsLive()).isFalse();
      assertThat(bed.proxy().done()).isZero();
    }
  }

  @Test
  void a_second_rollback_changes_nothing_more() throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway gateway = bed.process();
        ProviderGateway second = bed.process()) {
      RollBack job = bed.job();
      assertThat(submit(gateway, job, () -> true)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(submit(second, job, () -> true)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(bed.proxy().done()).isEqualTo(1);
    }
  }

  /** Whoever deployed meanwhile is not deployed over. */
  @Test
  void something_else_that_is_live_is_left_alone() throws Exception {
    try (ServiceBed bed = bed();
        ProviderGateway gateway = bed.process()) {
      RollBack job = bed.job();
      assertThat(submit(gateway, job, () -> true)).isInstanceOf(Outcome.Succeeded.class);
      RollBack other =
          new RollBack(
              job.service(),
              job.planned(),
              job.planned().onlyVersion().orElseThrow(),
              "Rollback INC-8/1: back, plan cd34",
              Optional.empty());
      assertThat(submit(gateway, other, () -> true)).isInstanceOf(Outcome.Failed.class);
      assertThat(bed.targetIsLive()).isTrue();
      assertThat(bed.proxy().done()).isEqualTo(1);
    }
  }
}
