package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Probe results and confirmed human checks after a rollback, both in the runbook's order.
 *
 * @param passesNeeded how many times in a row each probe must pass
 */
public record VerificationResults(List<ProbeRun> probes, List<CheckRun> checks, int passesNeeded) {
  public VerificationResults {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }

  /**
   * A probe and its results so far.
   *
   * @param passesInARow passes since the last other verdict, at most as many as needed
   * @param waiver who waived it, and why
   * @param countedFailed who counted it as failed, and why; until it passes or fails by itself
   */
  public record ProbeRun(
      Probe probe,
      Optional<ProbeResult> lastResult,
      Optional<Instant> readAt,
      int passesInARow,
      Optional<ItemStatus.Skipped> waiver,
      Optional<ItemStatus.Skipped> countedFailed) {
    private ProbeRun with(Optional<ProbeResult> result, Optional<Instant> at, int inARow) {
      return new ProbeRun(probe, result, at, inARow, waiver, Optional.empty());
    }
  }

  public record CheckRun(HumanCheck check, ItemStatus status) {}

  public static VerificationResults initial(
      List<Probe> probes, List<HumanCheck> checks, int needed) {
    return new VerificationResults(
        probes.stream()
            .map(p ->
                new ProbeRun(
                    p, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty()))
            .toList(),
        checks.stream().map(c -> new CheckRun(c, new ItemStatus.Open())).toList(),
        needed);
  }

  /** Resets the passes in a row of every probe; confirmations and waivers stay. */
  public VerificationResults withCountsReset() {
    return withProbes(
        p -> new ProbeRun(p.probe(), p.lastResult(), p.readAt(), 0, p.waiver(), p.countedFailed()));
  }

  /** As {@link #withCountsReset}; what a person counted as failed is to be measured again. */
  public VerificationResults withMeasuringAgain() {
    return withProbes(p ->
        p.countedFailed().isPresent()
            ? p.with(Optional.empty(), Optional.empty(), 0)
            : p.with(p.lastResult(), p.readAt(), 0));
  }

  /** As {@link #withCountsReset}; human checks, confirmed for another version, are open again. */
  public VerificationResults withConfirmationsReset() {
    return new VerificationResults(
        withCountsReset().probes(),
        checks.stream()
            .map(c ->
                c.status() instanceof ItemStatus.Done
                    ? new CheckRun(c.check(), new ItemStatus.Open())
                    : c)
            .toList(),
        passesNeeded);
  }

  /** With these checks as they were before they were waived. */
  public VerificationResults withoutWaivers(List<String> ids) {
    return new VerificationResults(
        probes.stream()
            .map(p ->
                ids.contains(p.probe().id())
                    ? new ProbeRun(
                        p.probe(),
                        p.lastResult(),
                        p.readAt(),
                        p.passesInARow(),
                        Optional.empty(),
                        p.countedFailed())
                    : p)
            .toList(),
        checks.stream()
            .map(c ->
                ids.contains(c.check().id()) && c.status() instanceof ItemStatus.Skipped
                    ? new CheckRun(c.check(), new ItemStatus.Open())
                    : c)
            .toList(),
        passesNeeded);
  }

  /** The ids of the probes and human checks that are waived. */
  public List<String> waived() {
    return Stream.concat(
            probes.stream().filter(p -> p.waiver().isPresent()).map(p -> p.probe().id()),
            checks.stream()
                .filter(c -> c.status() instanceof ItemStatus.Skipped)
                .map(c -> c.check().id()))
        .toList();
  }

  public VerificationResults withResults(List<ProbeResult> readings, Instant at) {
    return withProbes(run -> withResults(run, readings, at));
  }

  private ProbeRun withResults(ProbeRun run, List<ProbeResult> readings, Instant at) {
    for (ProbeResult result : readings) {
      if (result.probe().equals(run.probe().id())) {
        if (run.countedFailed().isPresent()
            && result.verdict() == ProbeResult.Verdict.INCONCLUSIVE) {
          return run;
        }
        boolean passed = result.verdict() == ProbeResult.Verdict.PASSED;
        int inARow = passed ? Math.min(run.passesInARow() + 1, passesNeeded) : 0;
        return run.with(Optional.of(result), Optional.of(at), inARow);
      }
    }
    return run;
  }

  public VerificationResults withWaivedProbe(String id, ItemStatus.Skipped waiver) {
    Optional<ItemStatus.Skipped> waived = Optional.of(waiver);
    return withProbes(p ->
        p.probe().id().equals(id)
            ? new ProbeRun(
                p.probe(), p.lastResult(), p.readAt(), p.passesInARow(), waived, p.countedFailed())
            : p);
  }

  /** With that probe failed, because a person says so. */
  public VerificationResults withCountedFailed(String id, ItemStatus.Skipped decision) {
    ProbeResult failed =
        ProbeResult.withoutReading(
            id,
            ProbeResult.Verdict.FAILED,
            "counted as failed: " + decision.reason(),
            Duration.ZERO);
    return withProbes(p ->
        p.probe().id().equals(id)
            ? new ProbeRun(
                p.probe(),
                Optional.of(failed),
                Optional.of(decision.at()),
                0,
                p.waiver(),
                Optional.of(decision))
            : p);
  }

  private VerificationResults withProbes(UnaryOperator<ProbeRun> change) {
    return new VerificationResults(probes.stream().map(change).toList(), checks, passesNeeded);
  }

  public VerificationResults withCheckStatus(String id, ItemStatus status) {
    return new VerificationResults(
        probes,
        checks.stream()
            .map(c -> c.check().id().equals(id) ? new CheckRun(c.check(), status) : c)
            .toList(),
        passesNeeded);
  }

  public Optional<ProbeRun> probe(String id) {
    return probes.stream().filter(p -> p.probe().id().equals(id)).findFirst();
  }

  public Optional<CheckRun> check(String id) {
    return checks.stream().filter(c -> c.check().id().equals(id)).findFirst();
  }

  /** Whether that probe passed often enough in a row, or is waived. */
  public boolean passed(ProbeRun run) {
    return run.waiver().isPresent() || run.passesInARow() >= passesNeeded;
  }

  /** Whether that probe gives no usable answer, and nobody has decided about it. */
  public boolean inconclusive(ProbeRun run) {
    return !passed(run)
        && run.lastResult().map(r -> r.verdict() == ProbeResult.Verdict.INCONCLUSIVE).orElse(true);
  }

  /** Whether every probe passed or is waived and every human check is confirmed or waived. */
  public boolean allPassed() {
    return passedCount() == count();
  }

  /** How many probes and human checks passed or are waived. */
  public long passedCount() {
    return probes.stream().filter(this::passed).count()
        + checks.stream().filter(c -> c.status().settled()).count();
  }

  /** How many probes and human checks there are. */
  public int count() {
    return probes.size() + checks.size();
  }
}
