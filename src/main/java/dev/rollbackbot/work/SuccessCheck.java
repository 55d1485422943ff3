package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.SuccessProbes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Measures after a job has ended well whether what it is for is seen. What can't be measured is
 * unknown, never a success.
 */
record SuccessCheck(Probes probes, InstantSource clock, Sleeper sleeper) {
  /**
   * How it ended, when all probes pass in one round, or their time is over.
   *
   * @param ended well, by the provider's word
   * @param stopped a person does not want to wait any longer
   */
  Finished confirm(Finished ended, SuccessProbes needed, BooleanSupplier stopped) {
    Instant limit = clock.instant().plus(needed.within());
    while (true) {
      Instant began = clock.instant();
      List<ProbeResult> results = measure(needed);
      if (results.stream().allMatch(r -> r.verdict() == Verdict.PASSED)) {
        return new Finished(passed(ended.outcome(), needed, results), ended.artifact());
      }
      Instant next = began.plus(needed.round().interval());
      if (stopped.getAsBoolean() || next.isAfter(limit)) {
        return new Finished(notPassed(ended.outcome(), needed, results), ended.artifact());
      }
      Duration wait = Duration.between(clock.instant(), next);
      sleeper.sleep(wait.isNegative() ? Duration.ZERO : wait);
    }
  }

  private List<ProbeResult> measure(SuccessProbes needed) {
    try {
      return probes.measure(needed.round().targets());
    } catch (InterruptedException e) {
      throw new Sleeper.WorkerStopped(e);
    }
  }

  private static Outcome passed(Outcome ended, SuccessProbes needed, List<ProbeResult> results) {
    return ended
            instanceof
            Outcome.Succeeded(Outcome.JobSucceeded(String text, boolean followed), Duration took)
        ? new Outcome.Succeeded(
            new Outcome.JobSucceeded(
                text + ", then " + titles(needed, results, Verdict.PASSED) + " passed", followed),
            took)
        : ended;
  }

  private static Outcome notPassed(Outcome ended, SuccessProbes needed, List<ProbeResult> results) {
    String how =
        ended instanceof Outcome.Succeeded(Outcome.JobSucceeded(String text, boolean _), Duration _)
            ? "It ended well (" + text + "), but "
            : "It ended, but ";
    boolean failed = results.stream().anyMatch(r -> r.verdict() == Verdict.FAILED);
    String missing =
        titles(needed, results, failed ? Verdict.FAILED : Verdict.INCONCLUSIVE)
            + (failed ? " did not pass" : " could not be measured");
    String last =
        results.stream()
            .filter(r -> r.verdict() == (failed ? Verdict.FAILED : Verdict.INCONCLUSIVE))
            .map(ProbeResult::detail)
            .distinct()
            .collect(Collectors.joining("; "));
    String text = how + missing + ". Measured last: " + last + ".";
    return failed
        ? new Outcome.Failed(
            Outcome.FailureKind.RUN_FAILED, "not-confirmed", text, Optional.empty())
        : new Outcome.Unknown(text);
  }

  private static String titles(SuccessProbes needed, List<ProbeResult> results, Verdict verdict) {
    return needed.titles(
        results.stream().filter(r -> r.verdict() == verdict).map(ProbeResult::probe).toList());
  }
}
