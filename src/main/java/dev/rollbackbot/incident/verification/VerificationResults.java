package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured and what people confirmed after a rollback.
 *
 * @param probes in the runbook's order
 * @param checks in the runbook's order
 * @param passesNeeded how many times in a row each probe must pass
 */
public record VerificationResults(List<ProbeRun> probes, List<CheckRun> checks, int passesNeeded) {
  public VerificationResults {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }

  /**
   * A probe and how it goes.
   *
   * @param passesInARow passes since the last reading that was none, at most as many as needed
   * @param waiver who goes on without it: a {@link ItemStatus.Skipped}
   */
  public record ProbeRun(
      Probe probe,
      Optional<ProbeResult> lastResult,
      Optional<Instant> readAt,
      int passesInARow,
      Optional<ItemStatus.Skipped> waiver) {}

  /** A human check and where it stands. */
  public record CheckRun(HumanCheck check, ItemStatus status) {}

  public static VerificationResults initial(
      List<Probe> probes, List<HumanCheck> checks, int needed) {
    return new VerificationResults(
        probes.stream()
            .map(p -> new ProbeRun(p, Optional.empty(), Optional.empty(), 0, Optional.empty()))
            .toList(),
        checks.stream().map(c -> new CheckRun(c, new ItemStatus.Open())).toList(),
        needed);
  }

  /** Counts every probe from nothing; what people said and waived stays. */
  public VerificationResults withCountsReset() {
    return new VerificationResults(
        probes.stream()
            .map(p -> new ProbeRun(p.probe(), p.lastResult(), p.readAt(), 0, p.waiver()))
            .toList(),
        checks,
        passesNeeded);
  }

  public VerificationResults withResults(List<ProbeResult> readings, Instant at) {
    return new VerificationResults(
        probes.stream().map(p -> withResults(p, readings, at)).toList(), checks, passesNeeded);
  }

  private ProbeRun withResults(ProbeRun run, List<ProbeResult> readings, Instant at) {
    for (ProbeResult result : readings) {
      if (result.probe().equals(run.probe().id())) {
        int inARow =
            result.verdict() == ProbeResult.Verdict.PASSED
                ? Math.min(run.passesInARow() + 1, passesNeeded)
                : 0;
        return new ProbeRun(
            run.probe(), Optional.of(result), Optional.of(at), inARow, run.waiver());
      }
    }
    return run;
  }

  public VerificationResults withWaivedProbe(String id, ItemStatus.Skipped waiver) {
    return new VerificationResults(
        probes.stream()
            .map(probe ->
                probe.probe().id().equals(id)
                    ? new ProbeRun(
                        probe.probe(),
                        probe.lastResult(),
                        probe.readAt(),
                        probe.passesInARow(),
                        Optional.of(waiver))
                    : probe)
            .toList(),
        checks,
        passesNeeded);
  }

  public VerificationResults withCheckStatus(String id, ItemStatus status) {
    return new VerificationResults(
        probes,
        checks.stream()
            .map(c -> c.check().id().equals(id) ? new CheckRun(c.check(), status) : c)
            .toList(),
        passesNeeded);
  }

  /** The probe of that id, if there is one. */
  public Optional<ProbeRun> probe(String id) {
    return probes.stream().filter(p -> p.probe().id().equals(id)).findFirst();
  }

  /** The human check of that id, if there is one. */
  public Optional<CheckRun> check(String id) {
    return checks.stream().filter(c -> c.check().id().equals(id)).findFirst();
  }

  /** Whether that probe holds: passed often enough in a row, or waived. */
  public boolean passed(ProbeRun run) {
    return run.waiver().isPresent() || run.passesInARow() >= passesNeeded;
  }

  /** Whether every probe holds and every human check is confirmed or waived. */
  public boolean allPassed() {
    return probes.stream().allMatch(this::passed)
        && checks.stream().allMatch(c -> c.status().settled());
  }

  /** How many hold, of probes and checks together. */
  public long passedCount() {
    return probes.stream().filter(this::passed).count()
        + checks.stream().filter(c -> c.status().settled()).count();
  }

  /** How many there are, of probes and checks together. */
  public int count() {
    return probes.size() + checks.size();
  }
}
