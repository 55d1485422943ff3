package dev.rollbackbot.gateway.contract;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job is started once, is never taken for done without the provider's word, and is never said not
 * to have been started if it was.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class JobProviderContract {
  private static final String SECOND_START = "SECOND_START";
  protected static final String STOP = "STOP";
  protected static final String DEATH_AT_A_CALL = "DEATH_AT_A_CALL";
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int MOST_CALLS = 1_000;

  /** Up to it every call; then few of many, which wait for the end. */
  private static final int EVERY_CALL = 12;

  protected abstract JobBed bed() throws Exception;

  /** Rows that don't exist for this provider, and why. */
  protected Map<String, String> leftOut() {
    return Map.of();
  }

  private static ProviderGateway process(JobBed bed) {
    return process(bed, Waiting.LIMIT);
  }

  private static ProviderGateway process(JobBed bed, Duration response) {
    return new ProviderGateway(
        Map.of(bed.job().provider(), bed.provider(response)), InstantSource.system());
  }

  /** The bot waits a moment only for what is held; otherwise a busy machine must not count. */
  private static ProviderGateway meeting(JobBed bed, ProviderFault fault) {
    return process(bed, fault.holds() ? MOMENT : Waiting.LIMIT);
  }

  private static Job job(JobBed bed) {
    return new Job("INC-7/3", bed.job());
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
        .isSubsetOf(
            Stream.concat(
                    Arrays.stream(ProviderFault.values()).map(ProviderFault::name),
                    Stream.of(SECOND_START, DEATH_AT_A_CALL, STOP))
                .toList());
  }

  /** What a start may say, compared with what it did. */
  private static void isTrue(ProviderGateway gateway, Progress said, JobBed bed) {
    if (!bed.proxy().credential().isEmpty()) {
      assertThat(said.toString()).doesNotContain(bed.proxy().credential());
    }
    switch (said) {
      // Of an answer that is a status alone, a page that says 200 can't be told apart.
      case StillRunning(Handle handle, _, _, _) when bed.started() == 0 -> {
        bed.proxy().clear();
        assertThat(gateway.poll(handle))
            .isInstanceOfSatisfying(
                StillRunning.class, poll -> assertThat(poll.unreadable()).isPresent());
      }
      case StillRunning _ -> {
        // As it is.
      }
      case Finished(Outcome.Failed failed, String _) ->
          assertThat(bed.started()).as("said to have failed: %s", failed).isZero();
      case Finished(Outcome.Unknown unknown, String _) -> assertThat(unknown.text()).isNotBlank();
      case Finished(Outcome.Succeeded succeeded, String _) ->
          throw new AssertionError("a start is no success: " + succeeded);
    }
  }

  /** What another process finds, which then follows it to its end. */
  private void isFound(JobBed bed) {
    try (ProviderGateway next = process(bed)) {
      Progress found = next.find(job(bed));
      switch (bed.started()) {
        case 0 -> {
          assertThat(found).isInstanceOf(Finished.class);
          assertThat(((Finished) found).outcome()).isNotInstanceOf(Outcome.Succeeded.class);
        }
        case 1 -> {
          assertThat(found).as("it was started").isInstanceOf(StillRunning.class);
          bed.end();
          endsWell(next, ((StillRunning) found).handle());
        }
        default ->
            assertThat(found)
                .as("several runs: a person looks")
                .isInstanceOfSatisfying(
                    Finished.class,
                    f -> assertThat(f.outcome()).isInstanceOf(Outcome.Unknown.class));
      }
    }
  }

  private static void endsWell(ProviderGateway gateway, Handle handle) {
    await().until(() -> gateway.poll(handle) instanceof Finished);
    assertThat(((Finished) gateway.poll(handle)).outcome()).isInstanceOf(Outcome.Succeeded.class);
  }

  private static Handle running(ProviderGateway gateway, JobBed bed) {
    Progress started = gateway.submit(job(bed), () -> true);
    assertThat(started).isInstanceOf(StillRunning.class);
    return ((StillRunning) started).handle();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("faults")
  void a_start_that_meets(ProviderFault fault) throws Exception {
    try (JobBed bed = bed()) {
      bed.proxy().changesMeet(fault);
      try (ProviderGateway gateway = meeting(bed, fault)) {
        Progress said = gateway.submit(job(bed), () -> true);
        isTrue(gateway, said, bed);
        if (fault.refuses()) {
          assertThat(said)
              .isInstanceOfSatisfying(
                  Finished.class, f -> assertThat(f.outcome()).isInstanceOf(Outcome.Failed.class));
        }
      }
      // Some services refuse the second of two.
      int most = fault == ProviderFault.SENT_TWICE ? 2 : 1;
      boolean asked = !fault.holds() || bed.proxy().met();
      boolean starts = (fault.done && asked) || fault == ProviderFault.RATE_LIMITED_ONCE;
      assertThat(bed.started()).isBetween(starts ? 1 : 0, starts ? most : 0);
      bed.proxy().clear();
      isFound(bed);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("readingFaults")
  void a_reading_before_the_start_that_meets(ProviderFault fault) throws Exception {
    try (JobBed bed = bed()) {
      bed.proxy().readsMeet(fault);
      try (ProviderGateway gateway = meeting(bed, fault)) {
        isTrue(gateway, gateway.submit(job(bed), () -> true), bed);
      }
      assertThat(bed.started()).isLessThan(2);
      bed.proxy().clear();
      isFound(bed);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("readingFaults")
  void a_reading_of_a_run_that_meets(ProviderFault fault) throws Exception {
    try (JobBed bed = bed();
        ProviderGateway first = process(bed);
        ProviderGateway gateway = meeting(bed, fault)) {
      Handle handle = running(first, bed);
      bed.proxy().readsMeet(fault);
      Progress said = gateway.poll(handle);
      assertThat(said)
          .satisfiesAnyOf(
              s -> assertThat(s).isInstanceOf(StillRunning.class),
              s -> assertThat(((Finished) s).outcome()).isInstanceOf(Outcome.Unknown.class),
              // It got through, and the run may have ended.
              _ -> assertThat(fault).isEqualTo(ProviderFault.SENT_TWICE));
      assertThat(gateway.log(handle)).hasSizeLessThan(300_000);
      bed.proxy().clear();
      isFound(bed);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("faults")
  void a_stop_that_meets(ProviderFault fault) throws Exception {
    if (leftOut().containsKey(STOP)) {
      return;
    }
    try (JobBed bed = bed();
        ProviderGateway first = process(bed);
        ProviderGateway gateway = meeting(bed, fault)) {
      Handle handle = running(first, bed);
      bed.proxy().changesMeet(fault);
      StopAnswer said = gateway.cancel(handle);
      bed.proxy().clear();
      boolean through = fault.done || fault == ProviderFault.RATE_LIMITED_ONCE;
      if (!through) {
        // Some services answer with a redirect, whether they stopped it or not.
        if (fault != ProviderFault.REDIRECT
            && fault != ProviderFault.GARBAGE
            && fault != ProviderFault.HUGE) {
          assertThat(said).isNotInstanceOf(StopAsked.class);
        }
        isFound(bed);
      }
      assertThat(bed.started()).isEqualTo(1);
    }
  }

  private static int next(int call) {
    return call < EVERY_CALL ? call + 1 : 2 * call;
  }

  @Test
  void a_bot_that_dies_at_any_call() throws Exception {
    if (leftOut().containsKey(DEATH_AT_A_CALL)) {
      return;
    }
    for (boolean carriedOut : new boolean[] {false, true}) {
      boolean died = true;
      for (int call = 1; died && call < MOST_CALLS; call = next(call)) {
        try (JobBed bed = bed()) {
          bed.proxy().diesAt(call, carriedOut);
          try (ProviderGateway gateway = process(bed)) {
            Progress said = gateway.submit(job(bed), () -> true);
            died = bed.proxy().died();
            isTrue(gateway, said, bed);
          }
          assertThat(bed.started()).isLessThan(2);
          bed.proxy().clear();
          isFound(bed);
        }
      }
      assertThat(died).as("a start has fewer calls").isFalse();
    }
  }

  @Test
  void a_bot_that_has_lost_its_lease_starts_nothing() throws Exception {
    try (JobBed bed = bed();
        ProviderGateway gateway = process(bed)) {
      Progress said = gateway.submit(job(bed), () -> false);
      assertThat(said).isInstanceOf(Finished.class);
      isTrue(gateway, said, bed);
      assertThat(bed.started()).isZero();
    }
  }

  @Test
  void a_second_start_is_no_second_run() throws Exception {
    if (leftOut().containsKey(SECOND_START)) {
      return;
    }
    try (JobBed bed = bed();
        ProviderGateway gateway = process(bed);
        ProviderGateway second = process(bed)) {
      Handle first = running(gateway, bed);
      Progress said = second.submit(job(bed), () -> true);
      if (said instanceof Finished(Outcome outcome, String _)) {
        assertThat(outcome).isNotInstanceOf(Outcome.Succeeded.class);
      } else {
        assertThat(((StillRunning) said).handle()).as("the same run").isEqualTo(first);
      }
      assertThat(bed.started()).isEqualTo(1);
      isFound(bed);
    }
  }

  @Test
  void it_is_stopped() throws Exception {
    if (leftOut().containsKey(STOP)) {
      return;
    }
    try (JobBed bed = bed();
        ProviderGateway gateway = process(bed)) {
      Handle handle = running(gateway, bed);
      assertThat(gateway.cancel(handle)).isInstanceOf(StopAsked.class);
      bed.pass();
      await().until(() -> gateway.poll(handle) instanceof Finished);
      assertThat(((Finished) gateway.poll(handle)).outcome()).isInstanceOf(Outcome.Failed.class);
    }
  }
}
